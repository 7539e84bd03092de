// SPDX-License-Identifier: GPL-3.0-or-later
// The least a program with Qt Core costs: what the start of `limn` is measured against.
#include <QCoreApplication>

int main(int count, char** arguments) {
    const QCoreApplication application(count, arguments);
    return 0;
}

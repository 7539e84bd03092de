// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace limn {

// Why something could not be done: what was tried, on what, and why it failed, as one sentence a
// user can act on.
struct Error {
    std::string message;
    bool operator==(const Error&) const = default;
};

// A value, or the Error that stood in the way. For faults of the world (no file, full disk, refused
// edit); faults in a manifest are Problems with a place, and our own faults are asserts.
template <typename T> class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    const T& operator*() const& {
        assert(*this);
        return std::get<0>(m_state);
    }
    T& operator*() & {
        assert(*this);
        return std::get<0>(m_state);
    }
    T&& operator*() && {
        assert(*this);
        return std::get<0>(std::move(m_state));
    }
    const T* operator->() const { return &**this; }
    T* operator->() { return &**this; }
    const Error& error() const {
        assert(!*this);
        return std::get<1>(m_state);
    }

private:
    std::variant<T, Error> m_state;
};

// The Result of something that has nothing to give but its success.
struct Done {};

} // namespace limn

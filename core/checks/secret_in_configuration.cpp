// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/secret_shape.h"

namespace limn {
namespace {

// One variable with one value, in all parts that have it: one text to change.
struct Secret {
    SecretMatch match;
    std::vector<std::string> elements;
    std::string owner; // the first part, as messages name it
    std::vector<Exhibit> places;
    bool inherited = false;
};

class Secrets {
public:
    explicit Secrets(Judge& judge) : m_judge(judge) {}

    void look(const Property* environment, const std::string& id, std::string_view name) {
        const ValueMap* map = environment ? environment->value.map() : nullptr;
        if (!map) {
            if (environment && environment->value.unknown())
                m_judge.cannotTell({id},
                                   fmt::format("environment is {}", environment->value.display()),
                                   environment->at);
            return;
        }
        bool fine = true;
        for (const auto& [variable, value] : *map)
            if (const std::string* text = value.string())
                fine = look(*environment, id, name, variable, *text) && fine;
        if (fine)
            m_judge.holds({id});
    }

    void report() {
        for (auto& [key, secret] : m_found) {
            const std::size_t others = secret.elements.size() - 1;
            Fault fault;
            fault.severity = Severity::Error;
            fault.subject = key.first;
            fault.message = fmt::format(
                "The variable `{}` of {}{} holds a credential in plain text: {}, by {}", key.first,
                secret.owner, others > 0 ? fmt::format(" and {} more", others) : std::string(),
                secret.match.masked, secret.match.rule);
            fault.elements = std::move(secret.elements);
            fault.at = secret.places.front().at;
            fault.also = std::move(secret.places);
            m_judge.fails(std::move(fault));
        }
    }

private:
    bool look(const Property& environment, const std::string& id, std::string_view name,
              std::string_view variable, std::string_view value) {
        SecretMatch match = secretByShape(value);
        if (!match)
            match = secretByName(variable, value);
        if (!match)
            return true;
        Secret& secret = m_found[{variable, value}];
        if (secret.elements.empty())
            secret = {match, {}, fmt::format("`{}`", name), {}, false};
        secret.elements.push_back(id);
        // What many inherit stands in one place.
        const bool known = !secret.places.empty() && secret.places.back().at == environment.at;
        if (!known)
            secret.places.push_back(
                {fmt::format("{} = {}", variable, match.masked), environment.at});
        return false;
    }

    Judge& m_judge;
    std::map<std::pair<std::string_view, std::string_view>, Secret> m_found;
};

void run(Judge& judge) {
    const Model& model = judge.model();
    Secrets secrets(judge);
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (const Property* environment = model.property(node, "environment"))
            secrets.look(environment, judge.id(node), model.text(node.name));
    }
    for (const Group& group : model.groups())
        if (const Property* environment = model.property(group, "environment"))
            secrets.look(environment, std::string(model.text(group.id)), model.text(group.name));
    secrets.report();
}

constexpr std::string_view aliases[] = {"CKV_AWS_45", "CKV_AWS_41", "no-secret-env-vars",
                                        "awslambda_function_no_secrets_in_variables"};

} // namespace

extern constinit const Check secretInConfiguration{
    .id = "PRM014",
    .name = "secret-in-configuration",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "A credential stands in plain text in the configuration",
    .why = "Everybody who can read the manifest, the function's settings or its deployment log has "
           "the credential, and it is changed only by deploying.",
    .fires = "An environment variable whose value, error:\n"
             "has the shape of a credential: access keys, tokens of known services, private keys, "
             "JSON web tokens, connection strings with a key or password;\n"
             "is in a variable named password, secret, token, api key, private key or connection "
             "string, has 8 characters or more, and looks like no word.",
    .notWhen = "The value is a reference, or holds one (`!Ref`, `{{resolve:…}}`, `${ssm:…}`, "
               "`@Microsoft.KeyVault`); a parameter's default counts as written.\n"
               "It is the name of a secret, an ARN, a path, an address or a file name.\n"
               "It is made of words.\n"
               "It says that it stands for another (`example`, `changeme`, `test`).\n"
               "The variable's name goes on after the word (`SECRET_NAME`, `TOKEN_TABLE`).\n"
               "The whole environment is an expression: then it cannot be told.",
    .platforms = "All. What credentials look like stands in the tables.",
    .fix = "Keep it in a secret store, give the function its name, and leave to read it.",
    .source = "OWASP Serverless Top 10, SAS-7.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  pay:\n"
           "    handler: src/pay.handle\n"
           "    environment:\n"
           "      PAYMENT_API_KEY: \"q7Zk-93hF!x2LmVt\"\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  pay:\n"
            "    handler: src/pay.handle\n"
            "    environment:\n"
            "      PAYMENT_SECRET_NAME: payments/api-key\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn

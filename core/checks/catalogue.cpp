// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/checks/check.h"

namespace limn {

extern const Check asynchronousFailureLost;
extern const Check automationInThePath;
extern const Check batchSettingsRefused;
extern const Check broadManagedPolicy;
extern const Check broadPattern;
extern const Check competingConsumers;
extern const Check crowdedStream;
extern const Check danglingReference;
extern const Check deadLetterDoesNotFit;
extern const Check deadLetterNobodyWatches;
extern const Check deliveryWithoutDeadLetter;
extern const Check denialOfWallet;
extern const Check deprecatedRuntime;
extern const Check entryPointWithoutThrottling;
extern const Check executionNotShort;
extern const Check fanOutWithoutBound;
extern const Check filterDeletesMessages;
extern const Check functionOutlivesEntryPoint;
extern const Check functionWithoutTrigger;
extern const Check functionsOnly;
extern const Check gatewayWithoutAccessLogs;
extern const Check grantThatCannotMatch;
extern const Check hopWithoutTracing;
extern const Check hostInThePath;
extern const Check idleCapacity;
extern const Check invertedStatement;
extern const Check leaseShorterThanHandler;
extern const Check logsKeptForEver;
extern const Check memoryLeftAtDefault;
extern const Check misnamedClass;
extern const Check mixedTriggers;
extern const Check needlessNetwork;
extern const Check noLagAlarm;
extern const Check notYetAStrongModel;
extern const Check oneSidedChannel;
extern const Check openEntryPoint;
extern const Check overBroadTrust;
extern const Check overlappingSchedule;
extern const Check ownMachines;
extern const Check payloadLimitShrinks;
extern const Check platformDefaultIdentity;
extern const Check platformDropsFailures;
extern const Check poisonRecordBlocks;
extern const Check privilegeEscalation;
extern const Check publicChannel;
extern const Check queueWithoutDeadLetter;
extern const Check receiveCountTooLow;
extern const Check recursiveLoop;
extern const Check reservationContradictsTrigger;
extern const Check retryMultiplication;
extern const Check runPerRecord;
extern const Check secretInConfiguration;
extern const Check serviceWithoutSource;
extern const Check sharedIdentity;
extern const Check stateDeletedWithStack;
extern const Check storeWithoutRecovery;
extern const Check synchronousChain;
extern const Check taskWithoutRetry;
extern const Check taskWithoutTimeout;
extern const Check timeoutChainInverted;
extern const Check timeoutLeftAtDefault;
extern const Check traceBreaks;
extern const Check unboundedConcurrency;
extern const Check undeclaredExternalState;
extern const Check wholeBatchRetried;
extern const Check wildcardAction;
extern const Check wildcardResource;
extern const Check workflowTypeDoesNotFit;
extern const Check workflowWithoutHistory;

namespace {

// By id.
constexpr const Check* catalogue[] = {
    &misnamedClass,                 // CLS001
    &hostInThePath,                 // CLS002
    &ownMachines,                   // CLS003
    &functionsOnly,                 // CLS005
    &automationInThePath,           // CLS007
    &runPerRecord,                  // CST002
    &synchronousChain,              // CST003
    &needlessNetwork,               // CST007
    &idleCapacity,                  // CST008
    &denialOfWallet,                // CST009
    &functionOutlivesEntryPoint,    // LIM001
    &timeoutLeftAtDefault,          // LIM002
    &executionNotShort,             // LIM003
    &memoryLeftAtDefault,           // LIM004
    &timeoutChainInverted,          // LIM005
    &unboundedConcurrency,          // LIM006
    &reservationContradictsTrigger, // LIM007
    &entryPointWithoutThrottling,   // LIM008
    &batchSettingsRefused,          // LIM010
    &payloadLimitShrinks,           // LIM011
    &fanOutWithoutBound,            // LIM014
    &workflowTypeDoesNotFit,        // LIM015
    &deprecatedRuntime,             // LIM016
    &hopWithoutTracing,             // OBS001
    &traceBreaks,                   // OBS002
    &logsKeptForEver,               // OBS003
    &gatewayWithoutAccessLogs,      // OBS004
    &deadLetterNobodyWatches,       // OBS005
    &noLagAlarm,                    // OBS006
    &workflowWithoutHistory,        // OBS007
    &wildcardAction,                // PRM001
    &wildcardResource,              // PRM002
    &broadManagedPolicy,            // PRM003
    &sharedIdentity,                // PRM006
    &privilegeEscalation,           // PRM007
    &invertedStatement,             // PRM008
    &publicChannel,                 // PRM009
    &serviceWithoutSource,          // PRM010
    &grantThatCannotMatch,          // PRM011
    &overBroadTrust,                // PRM012
    &platformDefaultIdentity,       // PRM013
    &secretInConfiguration,         // PRM014
    &asynchronousFailureLost,       // RTY001
    &queueWithoutDeadLetter,        // RTY002
    &poisonRecordBlocks,            // RTY003
    &deliveryWithoutDeadLetter,     // RTY004
    &receiveCountTooLow,            // RTY005
    &leaseShorterThanHandler,       // RTY006
    &wholeBatchRetried,             // RTY007
    &retryMultiplication,           // RTY009
    &platformDropsFailures,         // RTY010
    &taskWithoutRetry,              // RTY011
    &taskWithoutTimeout,            // RTY012
    &deadLetterDoesNotFit,          // RTY013
    &undeclaredExternalState,       // STA004
    &storeWithoutRecovery,          // STA008
    &stateDeletedWithStack,         // STA009
    &functionWithoutTrigger,        // TRG001
    &danglingReference,             // TRG002
    &oneSidedChannel,               // TRG003
    &recursiveLoop,                 // TRG004
    &broadPattern,                  // TRG005
    &filterDeletesMessages,         // TRG006
    &competingConsumers,            // TRG007
    &crowdedStream,                 // TRG008
    &overlappingSchedule,           // TRG009
    &openEntryPoint,                // TRG010
    &mixedTriggers,                 // TRG012
    &notYetAStrongModel,            // VRD001, which comes last
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace

std::span<const Check* const> checks() { return catalogue; }

const Check* findCheck(std::string_view idOrNameOrAlias) {
    for (const Check* check : catalogue)
        if (same(check->id, idOrNameOrAlias) || same(check->name, idOrNameOrAlias))
            return check;
    for (const Check* check : catalogue)
        for (const std::string_view alias : check->aliases)
            if (same(alias, idOrNameOrAlias))
                return check;
    return nullptr;
}

} // namespace limn

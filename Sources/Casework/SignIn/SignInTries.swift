import Prevention
import SQL
import Store

/// How long failed tries wait: some are free, then each failure doubles the wait, up to the longest.
struct Throttle: Sendable, Hashable {
    let free: Int
    let longestSeconds: Int

    /// - Parameter failures: until now, this one included.
    func wait(after failures: Int) -> Int {
        failures < free ? 0 : min(longestSeconds, 1 << min(failures - free, 20))
    }
}

/// The counts under which the tries of somebody fall.
///
/// A browser in which the account has signed in before has a count of its own; all others are counted by the address they come
/// from, for the account and over all accounts. So nobody can make the holder of an account wait by guessing at it elsewhere,
/// and an account has no lock that a stranger could turn.
struct SignInTries: Sendable {
    struct Count: Sendable, Hashable {
        let key: String
        let throttle: Throttle
        /// Over several accounts: a success takes back its own try, and leaves those on others.
        let isShared: Bool
    }

    let counts: [Count]

    /// What is tried.
    enum Step: Sendable {
        case password
        /// A second factor. Whoever gets that far knows the password, so strange browsers share a count for it wherever they
        /// are.
        case code
    }

    private static let most = 20_000
    private static let daySeconds = 86_400

    /// - Parameters:
    ///   - name: as typed; the tries on a name that nobody has are counted as those on others.
    ///   - account: `nil` where nobody has the name.
    init(
        name: String, account: Int64?, source: SignInSource, step: Step = .password, at now: Instant, _ office: Office,
        in db: any Connection
    ) throws {
        let numbers = try SignInNumbers(office.law, on: now.day)
        if let account, try SignInTries.knows(source, account, numbers, at: now, in: db) {
            counts = [
                Count(
                    key: office.counted("device \(account) \(source.device ?? "")"), throttle: numbers.ofAccount,
                    isShared: false)
            ]
        } else {
            var counts = [
                Count(
                    key: office.counted("account \(source.address) \(name)"), throttle: numbers.ofAccount,
                    isShared: false),
                Count(key: office.counted("address \(source.address)"), throttle: numbers.ofAddress, isShared: true),
            ]
            if step == .code {
                counts.append(
                    Count(key: office.counted("code \(name)"), throttle: numbers.ofAddress, isShared: true))
            }
            self.counts = counts
        }
    }

    /// Of whoever gives their own password again while signed in.
    init(session: String, at now: Instant, _ office: Office) throws {
        let numbers = try SignInNumbers(office.law, on: now.day)
        counts = [
            Count(key: office.counted("session " + session), throttle: numbers.ofAccount, isShared: false)
        ]
    }

    private static func knows(
        _ source: SignInSource, _ account: Int64, _ numbers: SignInNumbers, at now: Instant, in db: any Connection
    ) throws -> Bool {
        guard let device = source.device else { return false }
        return try SignInCountStore.knows(
            device: SessionToken(device).hash, of: account,
            after: now.adding(seconds: -numbers.knownDeviceDays * daySeconds), in: db)
    }

    enum Begun: Sendable {
        case mayTry
        /// - isNew: whether it is the first to wait since the last failure, which the log is told.
        case waits(isNew: Bool)
    }

    /// Counts a try as failed before it is looked at, so that tries at the same moment cannot share one place in the count;
    /// one that has to wait is not counted.
    func begin(at now: Instant, in db: any Connection) throws -> Begun {
        try SignInCountStore.prune(
            until: now.adding(seconds: -SignInTries.daySeconds), most: SignInTries.most, in: db)
        let stored = try counts.map { try SignInCountStore.count($0.key, in: db) }
        if let index = stored.firstIndex(where: { ($0?.waitUntil ?? now) > now }), let held = stored[index] {
            if held.isTold { return .waits(isNew: false) }
            try SignInCountStore.set(
                counts[index].key, .init(failures: held.failures, waitUntil: held.waitUntil, isTold: true), at: now,
                in: db)
            return .waits(isNew: true)
        }
        for (count, stored) in zip(counts, stored) {
            let failures = (stored?.failures ?? 0) + 1
            let wait = count.throttle.wait(after: failures)
            try SignInCountStore.set(
                count.key, .init(failures: failures, waitUntil: now.adding(seconds: wait)), at: now, in: db)
        }
        return .mayTry
    }

    /// Takes back what was counted, since it was right.
    func succeed(at now: Instant, in db: any Connection) throws {
        try SignInCountStore.delete(counts.filter { !$0.isShared }.map(\.key), in: db)
        for count in counts where count.isShared {
            guard let stored = try SignInCountStore.count(count.key, in: db) else { continue }
            let failures = max(0, stored.failures - 1)
            try SignInCountStore.set(count.key, .init(failures: failures, waitUntil: now), at: now, in: db)
        }
    }
}

/// The numbers of law.yaml for signing in.
struct SignInNumbers: Sendable, Hashable {
    let ofAccount: Throttle
    let ofAddress: Throttle
    let knownDeviceDays: Int
    let stepMinutes: Int
    let oneTimeHours: Int
    let isSecondFactorRequired: Bool

    init(_ law: LawBook, on day: LocalDate) throws {
        let longest = try law.value("sign-in.longest-wait-seconds", on: day)
        ofAccount = Throttle(free: try law.value("sign-in.free-tries", on: day), longestSeconds: longest)
        ofAddress = Throttle(free: try law.value("sign-in.free-tries-address", on: day), longestSeconds: longest)
        knownDeviceDays = try law.value("sign-in.known-device-days", on: day)
        stepMinutes = try law.value("sign-in.step-minutes", on: day)
        oneTimeHours = try law.value("sign-in.one-time-hours", on: day)
        isSecondFactorRequired = law.isInForce("sign-in.second-factor-required", on: day)
    }
}

extension Office {
    /// What is counted, by a keyed hash: the database holds no address.
    fileprivate func counted(_ text: String) -> String {
        keys.hashes(of: "counted " + text, for: .signIn).first ?? ""
    }
}

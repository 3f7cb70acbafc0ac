import Casework
import Handbook
import Prevention
import Store

extension Visit {
    /// The authority of somebody by its name; the code where the handbook has none.
    func authorityName(of actor: Actor) -> String {
        office.handbook.authority(actor.authority)?.names[language] ?? actor.authority
    }
}

extension FormProblems {
    /// - Parameter targets: the id of the field that a code concerns.
    init(_ refused: Refused, targets: [String: String], otherwise: String, words: Words) {
        self.init(
            refused.refusals.map { refusal in
                Item(
                    problemText: words.refusal(refusal, programme: nil),
                    problemTarget: targets[refusal.code] ?? otherwise)
            }, words: words)
    }
}

/// One's own account, with the browsers that are signed in to it.
struct OwnAccountModel: Sendable {
    struct Session: Sendable {
        let device: String
        let begunAt: String
        let begunISO: String
        let seenAt: String
        let seenISO: String
        let isOwn: Bool
        let handle: String
    }

    /// How the calendar and the daily mail stand.
    struct Following: Sendable {
        let calendarText: String
        /// `nil` for whoever works with no cases.
        let digestText: String?
    }

    let problems: FormProblems?
    /// `nil` for whoever works neither with cases nor in forums.
    let following: Following?
    let name: String
    let displayName: String
    let authority: String
    let roles: String
    let isLocal: Bool
    let factorText: String
    let sessions: [Session]
    let hasOthers: Bool

    init(
        _ state: OwnAccount.State, _ own: StoredSession, _ following: Following?, authorityName: String,
        error: Refused?, _ words: Words
    ) {
        self.following = following
        let credential = state.credential
        let actor = credential.account.actor
        problems = error.map { FormProblems($0, targets: [:], otherwise: "sessions", words: words) }
        name = actor.name
        displayName = actor.displayName
        authority = authorityName
        roles = actor.roles.map { words("role." + $0.rawValue) }.sorted().joined(separator: ", ")
        isLocal = !credential.isOfProvider
        factorText = words(
            credential.factor == nil ? "account.factor.off" : "account.factor.on",
            ["count": String(state.recoveryCodes)])
        sessions = state.sessions.map { session in
            Session(
                device: session.device.isEmpty ? words("account.sessions.unknown") : session.device,
                begunAt: session.createdAt.danish, begunISO: session.createdAt.local, seenAt: session.seenAt.danish,
                seenISO: session.seenAt.local, isOwn: session.tokenHash == own.tokenHash, handle: session.handle)
        }
        hasOthers = state.sessions.count > 1
    }
}

struct OwnPasswordModel: Sendable {
    let help: String
    let userName: String
    let problems: FormProblems?
}

/// The second factor of one's own account.
struct SecondFactorModel: Sendable {
    let problems: FormProblems?
    let isOn: Bool
    let isOff: Bool
    let mayRemove: Bool
    let codesText: String
    let enrolment: SignInStepPages.Model.Enrolment?

    init(_ state: OwnAccount.State, enrolment: SignInStepPages.Model.Enrolment?, error: Refused?, _ words: Words) {
        self.enrolment = enrolment
        problems = error.map {
            FormProblems($0, targets: ["sign-in-code-wrong": "code"], otherwise: "main", words: words)
        }
        isOn = state.credential.factor != nil && enrolment == nil
        isOff = state.credential.factor == nil && enrolment == nil
        mayRemove = !state.isFactorRequired
        codesText = words("account.factor.on", ["count": String(state.recoveryCodes)])
    }
}

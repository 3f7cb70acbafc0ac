import Casework
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /accounts | needs manage-accounts |
/// | GET | /accounts/{id} | needs manage-accounts |
/// | POST | /accounts/{id} | needs manage-accounts |
enum AccountPages {
    static func add(to routes: RouteTable) {
        routes.get("/accounts", .needs(.manageAccounts)) { visit in
            let all = try await ListAccounts()(visit.authorized(Acts.ManageAccounts.self), in: visit.office)
            return .page("accounts", AccountsModel(all, visit))
        }

        routes.get("/accounts/{id}", .needs(.manageAccounts)) { visit in
            try await page(visit, code: nil, error: nil)
        }

        routes.post("/accounts/{id}", .needs(.manageAccounts)) { visit in
            let posted = try await visit.form()
            guard let change = ManageAccount.Change(rawValue: posted["do"]) else {
                return try await page(visit, code: nil, error: nil)
            }
            let id = try visit.parameter("id", as: Int64.self)
            do {
                let code = try await ManageAccount(id, change)(
                    by: visit.authorized(Acts.ManageAccounts.self), in: visit.office)
                if let code { return try await page(visit, code: code, error: nil) }
                return .redirect("/accounts/\(id)?done=account-\(change.rawValue)")
            } catch let refused as Refused {
                return try await page(visit, code: nil, error: refused)
            }
        }
    }

    /// - Parameter code: a one-time password, shown this once.
    private static func page(_ visit: Visit, code: String?, error: Refused?) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let all = try await ListAccounts()(visit.authorized(Acts.ManageAccounts.self), in: visit.office)
        guard let credential = all.first(where: { $0.account.id == id }) else { throw NotFound() }
        let hours = try visit.office.law.rule("sign-in.one-time-hours", on: visit.today)
        let model = AccountPageModel(
            credential, isOwn: credential.account.actor.name == (try visit.actor.name), code: code,
            codeHelp: visit.words("accounts.code.help", ["time": visit.words.amount(hours)]), error: error, visit)
        return .page("account-manage", model, status: error == nil ? .ok : .unprocessableContent)
    }
}

/// An account as administrators see it.
struct AccountRow: Sendable {
    let accountHref: String
    let accountName: String
    let displayName: String
    let authority: String
    let roles: String
    let signedInAt: String?
    let signedInISO: String?
    let factor: String
    let stateName: String
    let stateClass: String

    init(_ credential: StoredCredential, _ visit: Visit) {
        let words = visit.words
        let actor = credential.account.actor
        accountHref = "/accounts/\(credential.account.id)"
        accountName = actor.name
        displayName = actor.displayName
        authority = visit.authorityName(of: actor)
        roles = actor.roles.map { words("role." + $0.rawValue) }.sorted().joined(separator: ", ")
        signedInAt = credential.signedInAt?.danish
        signedInISO = credential.signedInAt?.local
        let state: String
        if credential.closedAt != nil {
            state = "closed"
        } else {
            state = credential.passwordUntil == nil ? "open" : "one-time"
        }
        stateName = words("accounts.state." + state)
        stateClass = ["closed": "is-neutral", "open": "is-met", "one-time": "is-running"][state] ?? ""
        if credential.isOfProvider {
            factor = words("accounts.factor.provider")
        } else if credential.factor != nil {
            factor = words("accounts.factor.yes")
        } else {
            factor = words(credential.isExempt ? "accounts.factor.exempt" : "accounts.factor.no")
        }
    }
}

struct AccountsModel: Sendable {
    let rows: [AccountRow]

    init(_ all: [StoredCredential], _ visit: Visit) {
        rows = all.map { AccountRow($0, visit) }
    }
}

struct AccountPageModel: Sendable {
    let row: AccountRow
    let problems: FormProblems?
    let isOwn: Bool
    let mayClose: Bool
    let mayReopen: Bool
    let mayReset: Bool
    let hasFactor: Bool
    let code: String?
    let codeHelp: String

    init(
        _ credential: StoredCredential, isOwn: Bool, code: String?, codeHelp: String, error: Refused?, _ visit: Visit
    ) {
        row = AccountRow(credential, visit)
        problems = error.map { FormProblems($0, targets: [:], otherwise: "main", words: visit.words) }
        self.isOwn = isOwn
        mayClose = !isOwn && credential.closedAt == nil
        mayReopen = !isOwn && credential.closedAt != nil
        mayReset = mayClose && !credential.isOfProvider
        hasFactor = mayReset && credential.factor != nil
        self.code = code
        self.codeHelp = codeHelp
    }
}

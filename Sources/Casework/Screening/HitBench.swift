import Handbook
public import Prevention
import SQL
public import Store

/// What helps to decide on a hit: why the rule points, what has come since somebody last looked, what else there is about the family.
public struct HitBench: Sendable {
    /// What has come since a decision or a deferral.
    public struct News: Sendable, Hashable {
        public let since: LocalDate
        /// Row ids.
        public let incidents: [Int64]
        public let carers: [Int64]
    }

    /// By the register as it is now; `nil` where the version of the rule is gone.
    public let explanation: HitExplanation?
    /// `nil` where nothing has come, or nobody had looked before.
    public let news: News?
    /// Newest first.
    public let deferrals: [HitDeferral]
    /// Newest first.
    public let opinions: [HitOpinion]
    /// Who can be asked.
    public let colleagues: [CaseOwner]
    /// Of the child and the family, as far as the actor may know of them, newest first.
    public let openCases: [CaseRow]
    /// When it is deleted if nobody decides; `nil` where somebody has.
    public let lapsesOn: LocalDate?
    /// Whether that is near.
    public let isLapsing: Bool
    public let latestDeferral: LocalDate
    /// The day on which a decided hit was opened again without anybody deciding anew; `nil` where it was not.
    public let undecidedSince: LocalDate?

    static func read(
        _ hit: StoredHit, _ rule: ScreeningRule?, _ persons: [Int64: Person], _ who: Authorized<Acts.Screen>,
        _ office: Office, _ db: any Connection
    ) throws -> HitBench {
        let today = office.now.day
        let explanation = try rule.map { try explain(hit, $0, persons, office.law, db) }
        let known = try HitStore.known(of: hit.id, in: db)?.counting { try IdentityStore.person(of: $0, in: db) }
        let lapse = try HitLapse(on: today, law: office.law)
        let isOpen = hit.state == .open
        return HitBench(
            explanation: explanation, news: isOpen ? explanation.flatMap { news(in: $0, since: known) } : nil,
            deferrals: try HitStore.deferrals(of: hit.id, in: db),
            opinions: try OpinionStore.opinions(on: hit.id, in: db),
            colleagues: isOpen ? try colleagues(of: who.actor, office, db) : [],
            openCases: try cases(of: persons.keys.sorted(), who.scope, db),
            lapsesOn: isOpen ? lapse.day(of: hit) : nil, isLapsing: isOpen && lapse.isNear(hit),
            latestDeferral: lapse.latestDeferral(from: hit.lapsesFrom),
            undecidedSince: try LearningStore.undecided(since: hit, in: db))
    }

    /// Roles stand as they may be said of somebody of that age; none of them counts more or less by that.
    static func explain(
        _ hit: StoredHit, _ rule: ScreeningRule, _ persons: [Int64: Person], _ law: LawBook, _ db: any Connection
    ) throws -> HitExplanation {
        let read = try EvidenceReader.evidence(about: hit.child, in: db)
        let said = FrozenFacts(version: 0, birthDate: read.birthDate, incidents: read.incidents, care: read.care)
            .saying { part, day in part.role.shown(birthDate: persons[part.person]?.birthDate, on: day, law: law) }
        return HitExplanation(
            rule,
            HitEvidence(
                child: read.child, birthDate: read.birthDate, care: read.care, incidents: said.incidents,
                reports: read.reports, held: read.held))
    }

    private static func news(in now: HitExplanation, since known: HitKnown?) -> News? {
        guard let known else { return nil }
        let (incidents, carers) = known.news(in: now)
        if incidents.isEmpty, carers.isEmpty { return nil }
        return News(since: known.on, incidents: incidents, carers: carers)
    }

    /// Others who may screen.
    private static func colleagues(
        of actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> [CaseOwner] {
        try AccountStore.accounts(in: db).map { office.handbook.placed($0.actor) }
            .filter { $0.may(.screen) && $0.name != actor.name }
            .map { CaseOwner(name: $0.name, displayName: $0.displayName) }
    }

    private static func cases(
        of persons: [Int64], _ scope: CaseScope, _ db: any Connection
    ) throws -> [CaseRow] {
        var found: [Int64: CaseRow] = [:]
        for person in persons {
            for row in try CaseStore.cases(with: person, scope: scope, in: db) where row.isOpen { found[row.id] = row }
        }
        return found.values.sorted { ($0.openedOn, $0.id) > ($1.openedOn, $1.id) }
    }
}

import Handbook
public import Prevention
import SQL
public import Store

/// A notice in a list: nobody is named.
public struct NoticeLine: Sendable {
    public let row: CaseRow
    public let isOpened: Bool
    /// Whether it went to a municipality outside the district, by secure mail.
    public let isByMail: Bool
    /// When it was sent to the municipality that has it now.
    public let sentAt: Instant?
    /// Where the reader sends: when it was sent first.
    public let firstSentAt: Instant?
    /// When that municipality opened it.
    public let openedAt: Instant?
    /// The clocks that run, the nearest deadline first.
    public let clocks: [ClockReading]
    /// Of the child; `nil` where it is unborn, or the register does not know.
    public let age: Int?
    public let isUnborn: Bool
    /// What the municipality has answered; empty until then.
    public let feedback: String
    /// Whether the family lives elsewhere by the register now.
    public let hasMoved: Bool
    /// Where, if it is in the district; it may be a protected place.
    public let home: String?
    /// That nobody had opened it in time: to whom that was taken.
    public let escalation: StoredEscalation?
    /// Whether the reader may open the case itself.
    public let isReadable: Bool

    init(_ notice: StoredConcern, _ who: Authorized<Acts.WorkCases>, _ office: Office, in db: any Connection) throws {
        let (row, file) = (notice.row, notice.file)
        self.row = row
        let stage = Stage(row.stage)
        isByMail = file.fields["way"] == Programme.secureMail
        isOpened = stage != file.programme.firstStage && !isByMail
        let sent = file.steps(into: file.programme.firstStage)
        sentAt = sent.last?.at
        firstSentAt = sent.first?.at
        let since = sent.last?.at ?? Instant(milliseconds: 0)
        openedAt = isOpened ? file.steps(into: "received").last { $0.at >= since }?.at : nil
        clocks = try Engine.runningClocks(of: file, now: office.now, law: office.law)
            .sorted { ($0.dueAt?.milliseconds ?? .max) < ($1.dueAt?.milliseconds ?? .max) }
        isUnborn = file.fields["concerns"] == "unborn"
        let birth = isUnborn ? nil : file.subject?.birthDate
        age = birth.flatMap { Age.years(bornOn: $0, on: office.now.day) }
        feedback = file.fields["feedback"] ?? ""
        let canMove = Programme.movableNoticeStages.contains(stage)
        hasMoved = canMove && !notice.home.isEmpty && notice.home != row.municipality
        home = hasMoved && office.handbook.ownMunicipalities.contains(notice.home) ? notice.home : nil
        let told = isOpened ? nil : try EscalationStore.escalations(of: row.id, in: db).first { $0.clock == "opening" }
        escalation = told.flatMap { $0.at < since ? nil : $0 }
        isReadable = who.scope.contains(
            file.programme, municipality: row.municipality, stage: stage, owner: row.owner)
    }
}

/// The list of notices on one side.
public struct NoticeList: Sendable {
    public let side: NoticeSide
    public let lines: [NoticeLine]
    /// Whether there are more than are shown.
    public let hasMore: Bool

    public static let most = 200
}

/// The notices that somebody has received, or sent. Nobody is named, so nothing is logged.
public struct ListNotices: Sendable {
    public let query: NoticeQuery
    /// Of those who send: all that they may know of, not only what they follow.
    public let isEverybodys: Bool

    public init(_ query: NoticeQuery, isEverybodys: Bool = false) {
        self.query = query
        self.isEverybodys = isEverybodys
    }

    /// - Throws: `NotFound` for those who have to do with no notices.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> NoticeList {
        let side = try who.noticeSide()
        return try await office.database.read { db in
            let most = NoticeList.most
            let found: [StoredConcern]
            switch side {
            case .recipient:
                found = try ConcernStore.list(
                    query, scope: who.noticeScope(side), follower: nil, limit: most + 1, in: db)
            case .sender:
                found = try ConcernStore.list(
                    query, scope: who.scope, follower: who.actor.name, isOwnOnly: !isEverybodys, limit: most + 1,
                    in: db)
            }
            let lines = try found.prefix(most).map { try NoticeLine($0, who, office, in: db) }
            return NoticeList(side: side, lines: lines, hasMore: found.count > most)
        }
    }
}

/// How many notices wait unopened for somebody's municipality; `nil` for those who receive none.
public struct CountUnopened: Sendable {
    /// More are shown as so many and more.
    public static let most = 99

    public init() {}

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> Int? {
        guard let inbox = NoticeSide(of: actor)?.inbox else { return nil }
        return try await office.database.read { db in
            try ConcernStore.count(.unopened, scope: inbox, most: CountUnopened.most + 1, in: db)
        }
    }
}

extension Authorized where Permitted == Acts.WorkCases {
    /// What somebody of a side reaches: those who receive, the unopened ones beside what they may open.
    func noticeScope(_ side: NoticeSide) -> CaseScope {
        side.inbox.map { scope.joined(with: $0) } ?? scope
    }
}

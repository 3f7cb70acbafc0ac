import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// A record of a list, by number.
struct RetentionRecordModel: Sendable {
    let recordKind: String
    let recordNumber: String
    let recordDue: String

    init(_ record: RetentionRecord, _ words: Words) {
        recordKind = RetentionNaming.name(record.kind, record.programme, words)
        recordNumber = record.number.isEmpty ? String(record.id) : record.number
        recordDue = record.dueOn.danish
    }
}

enum RetentionNaming {
    static func name(_ kind: RetentionClass, _ programme: String, _ words: Words) -> String {
        let name = words("retention.classes." + kind.rawValue)
        return programme.isEmpty ? name : name + ": " + words("programme.\(programme).name")
    }
}

/// What is over its time, what is held back, and the deletions until now.
struct RetentionModel: Sendable {
    struct Line: Sendable {
        let lineName: String
        let lineCount: String
        let lineKept: String
    }

    struct Deletion: Sendable {
        let deletionName: String
        let deletionHref: String
        let deletionState: String
        let proposed: String
        let approved: String
    }

    struct Hold: Sendable {
        let holdOn: String
        let holdHref: String
        let holdReason: String
        let holdBy: String
        let liftHref: String
    }

    let problems: FormProblems?
    let asOf: String
    let caption: String
    let lines: [Line]
    let hasLines: Bool
    let mayPropose: Bool
    let recordsCaption: String
    let records: [RetentionRecordModel]
    let hasRecords: Bool
    let deletions: [Deletion]
    let hasDeletions: Bool
    let holds: [Hold]
    let hasHolds: Bool

    static func answer(_ visit: Visit, asOf: String? = nil, _ refused: Refused? = nil) async throws -> Reply {
        let who = try visit.authorized(Acts.ManageRetention.self)
        let typed = asOf ?? visit.query("as-of") ?? ""
        let day = LocalDate(TypedValue.normal(typed, .date))
        let preview = try await PreviewDeletion(asOf: day)(who, in: visit.office)
        let model = RetentionModel(
            preview, try await ListDeletions()(who, in: visit.office), try await ListHolds()(who, in: visit.office),
            names: try await NameAccounts()(in: visit.office), refused, visit)
        return .page("retention", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private init(
        _ preview: DeletionPreview, _ deletions: [StoredDeletion], _ holds: [ListHolds.Line], names: [String: String],
        _ refused: Refused?, _ visit: Visit
    ) {
        let words = visit.words
        func by(_ name: String, _ at: Instant?) -> String {
            guard let at else { return "" }
            return words("retention.by", ["name": names[name] ?? words.actor(name), "date": at.danish])
        }
        problems = refused.map { refused in
            FormProblems(
                refused.refusals.map {
                    .init(problemText: words.refusal($0, programme: nil), problemTarget: "propose")
                },
                words: words)
        }
        asOf = preview.asOf.description
        caption = words("retention.preview", ["date": preview.asOf.danish])
        lines = preview.lines.map { line in
            let kept = RetentionKeeping.allCases.compactMap { why in
                line.kept[why].map { words.number($0) + " " + words("retention.why." + why.rawValue) }
            }
            return Line(
                lineName: RetentionNaming.name(line.kind, line.programme, words), lineCount: words.number(line.count),
                lineKept: kept.joined(separator: "; "))
        }
        hasLines = !lines.isEmpty
        mayPropose = preview.total > 0 && preview.asOf <= visit.today
        let isAll = preview.records.count == preview.total
        recordsCaption = words(
            isAll ? "retention.records-caption" : "retention.records-some",
            ["count": words.number(preview.records.count)])
        records = preview.records.map { RetentionRecordModel($0, words) }
        hasRecords = !records.isEmpty
        self.deletions = deletions.map {
            Deletion(
                deletionName: words("retention.deletion", ["number": String($0.id)]),
                deletionHref: "/retention/\($0.id)", deletionState: words("retention.state." + $0.state.rawValue),
                proposed: by($0.proposedBy, $0.proposedAt), approved: by($0.approvedBy, $0.approvedAt))
        }
        hasDeletions = !deletions.isEmpty
        self.holds = holds.map { line in
            let isCase = line.hold.subject == .caseFile
            return Hold(
                holdOn: isCase ? line.number : words("addendum.subject.person") + " \(line.hold.subjectID)",
                holdHref: RecordAddress.of(isCase ? .caseFile : .person, line.hold.subjectID),
                holdReason: line.hold.reason, holdBy: by(line.hold.setBy, line.hold.setAt),
                liftHref: "/retention/holds/\(line.hold.id)/lift")
        }
        hasHolds = !holds.isEmpty
    }
}

/// A deletion: what is on the list, who has said yes, and how far it is.
struct DeletionModel: Sendable {
    struct Line: Sendable {
        let lineName: String
        let lineState: String
        let lineCount: String
    }

    let title: String
    let path: String
    let stateLabel: String
    let asOf: String
    let proposed: String
    let approved: String?
    let finished: String?
    let problems: FormProblems?
    let countError: String?
    let typedCount: String
    let total: String
    let isProposed: Bool
    let mayApprove: Bool
    /// The button that runs it; `nil` where it is not to be run now.
    let runLabel: String?
    let isRunning: Bool
    let progress: String
    let lines: [Line]
    let recordsCaption: String
    let records: [RetentionRecordModel]

    static func answer(
        _ visit: Visit, _ desk: DeletionDesk, _ refused: Refused? = nil, typed: String = ""
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let page = try await ReadDeletion(id)(visit.authorized(Acts.ManageRetention.self), in: visit.office)
        let model = DeletionModel(
            page, isRunning: await desk.isRunning(id), names: try await NameAccounts()(in: visit.office), refused,
            typed: typed, visit.words)
        return .page("deletion", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private init(
        _ page: DeletionPage, isRunning: Bool, names: [String: String], _ refused: Refused?, typed: String,
        _ words: Words
    ) {
        func by(_ name: String, _ at: Instant) -> String {
            words("retention.by", ["name": names[name] ?? words.actor(name), "date": at.danish])
        }
        let deletion = page.deletion
        title = words("retention.deletion", ["number": String(deletion.id)])
        path = "/retention/\(deletion.id)"
        stateLabel = words("retention.state." + deletion.state.rawValue)
        asOf = deletion.asOf.danish
        proposed = by(deletion.proposedBy, deletion.proposedAt)
        approved = deletion.approvedAt.map { by(deletion.approvedBy, $0) }
        finished = deletion.finishedAt?.danish
        isProposed = deletion.state == .proposed
        mayApprove = isProposed && page.mayApprove
        let found = refused.map { refused in
            FormProblems(
                refused.refusals.map { refusal in
                    let isCount = refusal.code == "other-count"
                    return .init(
                        problemText: words.refusal(refusal, programme: nil),
                        problemTarget: isCount ? "count" : "progress")
                }, words: words)
        }
        problems = found
        countError = found?.text(at: "count")
        typedCount = typed
        total = words.number(page.count)
        self.isRunning = isRunning
        let done = page.count - page.count(.waiting)
        progress = words("retention.running", ["done": words.number(done), "total": words.number(page.count)])
        runLabel =
            deletion.state == .approved && !isRunning ? words(done > 0 ? "retention.continue" : "retention.run") : nil
        lines = page.tallies.map { tally in
            let why = tally.why.map { ": " + words("retention.why." + $0.rawValue) } ?? ""
            return Line(
                lineName: RetentionNaming.name(tally.kind, tally.programme, words),
                lineState: words("retention.item." + tally.state.rawValue) + why, lineCount: words.number(tally.count))
        }
        let isAll = page.records.count == page.count
        recordsCaption = words(
            isAll ? "retention.records-caption" : "retention.records-some", ["count": words.number(page.records.count)])
        records = page.records.map { RetentionRecordModel($0, words) }
    }
}

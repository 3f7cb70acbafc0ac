import Casework
import Handbook
import Prevention
import Store

/// How pages name a record: by the name of the person, masked as theirs is, and by its source and the source's id.
struct RecordNaming: Sendable {
    let naming: PersonNaming
    let words: Words

    init(_ visit: Visit) {
        naming = PersonNaming(visit)
        words = visit.words
    }

    func name(_ record: IdentityRecord) -> String {
        naming.label(record.view) + " (" + record.source + " " + record.externalID + ")"
    }

    func line(_ record: IdentityRecord) -> IdentityModel.RecordLine {
        .init(
            recordName: naming.label(record.view), recordSource: record.source + " " + record.externalID,
            recordBirth: record.view.birthDate?.danish ?? words("identity.unknown"),
            recordAddress: naming.address(record.view) ?? words("identity.unknown"),
            recordDelivered: record.deliveredAt?.day.danish ?? words("identity.unknown"), stands: record.stands)
    }
}

/// The records behind a person, and how they came together and apart.
struct IdentityModel: Sendable {
    struct RecordLine: Sendable {
        let recordName: String
        let recordSource: String
        let recordBirth: String
        let recordAddress: String
        let recordDelivered: String
        let stands: Bool
    }

    /// A merge or a split that stands.
    struct EdgeLine: Sendable {
        let edgeFirst: String
        let edgeSecond: String
        let edgeHow: String
        let edgeBy: String
        let edgeWords: String
        /// `nil` where it may not be undone by this reader.
        let edgeHref: String?
    }

    struct HistoryLine: Sendable {
        let historyMoment: String
        let historyTime: String
        let historyText: String
        let historyWords: String
    }

    let name: String
    let back: String
    let mergeHref: String?
    let isMasked: Bool
    let records: [RecordLine]
    let hasMerges: Bool
    let merges: [EdgeLine]
    let hasSplits: Bool
    let splits: [EdgeLine]
    let hasHistory: Bool
    let history: [HistoryLine]

    init(_ identity: Identity, names: [String: String], _ visit: Visit) {
        let words = visit.words
        let naming = RecordNaming(visit)
        let all = Dictionary(
            (identity.records + identity.others).map { ($0.id, naming.name($0)) },
            uniquingKeysWith: { first, _ in first })
        func record(_ id: Int64) -> String { all[id] ?? words("identity.hidden") }
        func account(_ name: String) -> String { names[name] ?? words.actor(name) }
        func said(_ text: String, _ a: Int64, _ b: Int64) -> String { identity.isShown(a, b) ? text : "" }
        name = identity.records.first.map { naming.naming.label($0.view) } ?? ""
        back = PersonLink.to(identity.person)
        isMasked = identity.isMasked
        mergeHref = identity.isMasked ? nil : PersonLink.to(identity.person) + "/merge"
        records = identity.records.map(naming.line)
        let texts = DoubtTexts(words: words)
        func how(_ merge: PersonMerge) -> String {
            let how = words("identity.how." + merge.how.rawValue)
            guard let probability = merge.probability else { return how }
            return how + ": " + texts.chance(probability)
        }
        merges = identity.merges.filter { $0.undone == nil }.map { merge in
            EdgeLine(
                edgeFirst: record(merge.a), edgeSecond: record(merge.b), edgeHow: how(merge),
                edgeBy: account(merge.actor) + ", " + merge.at.danish, edgeWords: said(merge.words, merge.a, merge.b),
                edgeHref: identity.isMasked ? nil : "/merges/\(merge.id)/undo")
        }
        hasMerges = !merges.isEmpty
        splits = identity.splits.filter { $0.ended == nil }.map { split in
            EdgeLine(
                edgeFirst: record(split.a), edgeSecond: record(split.b), edgeHow: "",
                edgeBy: account(split.actor) + ", " + split.at.danish, edgeWords: said(split.words, split.a, split.b),
                edgeHref: identity.isMasked ? nil : "/splits/\(split.id)/end")
        }
        hasSplits = !splits.isEmpty
        var events: [(at: Instant, line: HistoryLine)] = []
        func add(_ key: String, _ a: Int64, _ b: Int64, _ actor: String, _ at: Instant, _ text: String) {
            let line = HistoryLine(
                historyMoment: TypedValue.forInput(at), historyTime: at.danish,
                historyText: words(
                    "identity.history." + key, ["first": record(a), "second": record(b), "name": account(actor)]),
                historyWords: said(text, a, b))
            events.append((at, line))
        }
        for merge in identity.merges {
            add("merged", merge.a, merge.b, merge.actor, merge.at, merge.words)
            if let end = merge.undone { add("undone", merge.a, merge.b, end.actor, end.at, end.words) }
        }
        for split in identity.splits {
            // One that stands for an undone merge is told with it.
            if split.merge == nil { add("split", split.a, split.b, split.actor, split.at, split.words) }
            if let end = split.ended { add("split-ended", split.a, split.b, end.actor, end.at, end.words) }
        }
        history = events.enumerated().sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }
            .map(\.element.line)
        hasHistory = !history.isEmpty
    }
}

internal import Foundation
import Prevention

/// Writes a folder of the exchange format, record by record, in bounded memory.
///
/// All six files are open at once, so records may come in any order. Each is written as `NAME.part` and gets its name in
/// `finish()`; without that, nothing of them stays. Every column is written; the same records give the same bytes.
public final class ExchangeWriter {
    private var persons: CSVWriter
    private var relations: CSVWriter
    private var incidents: CSVWriter
    private var participants: CSVWriter
    private var areas: CSVWriter
    private let cases: PartialFile
    private var caseCount = 0

    /// Opens the six files in `folder`, which is created where it is missing.
    /// - Throws: `ExchangeWriteError`.
    public init(folder: String) throws(ExchangeWriteError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ExchangeWriteError(path: folder, reason: error.localizedDescription)
        }
        func open(_ name: String) throws(ExchangeWriteError) -> PartialFile {
            try PartialFile(path: folder + "/" + name)
        }
        persons = try CSVWriter(
            file: open("persons.csv"),
            header: [
                "person_id", "cpr", "given_names", "family_name", "birth_date", "sex", "address", "postal_code",
                "municipality", "protected",
            ])
        relations = try CSVWriter(
            file: open("relations.csv"), header: ["person_id", "related_id", "kind", "from", "to"])
        incidents = try CSVWriter(
            file: open("incidents.csv"),
            header: [
                "incident_id", "occurred_at", "type", "municipality", "place", "latitude", "longitude", "summary",
                "same_as",
            ])
        participants = try CSVWriter(
            file: open("incident_persons.csv"),
            header: [
                "incident_id", "role", "person_id", "cpr", "given_names", "family_name", "birth_date", "address",
                "postal_code",
            ])
        areas = try CSVWriter(
            file: open("areas.csv"),
            header: [
                "area_id", "name", "municipality", "latitude", "longitude", "radius", "reason", "decided_by",
                "valid_from", "valid_to", "ended_on", "end_reason",
            ])
        cases = try open("cases.jsonl")
    }

    public func write(_ person: PersonRecord) throws(ExchangeWriteError) {
        try persons.row([
            person.id, person.cpr, person.givenNames, person.familyName, text(person.birthDate), person.sex.rawValue,
            person.address, person.postalCode, person.municipality, person.isProtected ? "1" : "0",
        ])
    }

    public func write(_ relation: RelationRecord) throws(ExchangeWriteError) {
        try relations.row([
            relation.person, relation.related, relation.kind.rawValue, text(relation.from), text(relation.to),
        ])
    }

    public func write(_ incident: IncidentRecord) throws(ExchangeWriteError) {
        try incidents.row([
            incident.id, incident.occurredAt.exact, incident.type, incident.municipality, incident.place,
            text(incident.latitude), text(incident.longitude), incident.summary, incident.sameAs,
        ])
    }

    public func write(_ participant: ParticipantRecord) throws(ExchangeWriteError) {
        try participants.row([
            participant.incident, participant.role.rawValue, participant.person, participant.cpr,
            participant.givenNames, participant.familyName, text(participant.birthDate), participant.address,
            participant.postalCode,
        ])
    }

    public func write(_ area: AreaRecord) throws(ExchangeWriteError) {
        let one = area.assessment
        try areas.row([
            area.id, one.name, one.municipality, text(one.centre.latitude), text(one.centre.longitude),
            String(one.radius), one.reason, one.decidedBy, text(one.validFrom), text(one.validTo), text(one.endedOn),
            one.endReason,
        ])
    }

    public func write(_ record: CaseRecord) throws(ExchangeWriteError) {
        CaseLine.append(record, to: cases)
        caseCount += 1
        try cases.flushIfFull()
    }

    /// Completes the files and gives them their names.
    /// - Returns: Rows (lines, for cases) by file name, the headers not counted.
    /// - Throws: `ExchangeWriteError`; files not yet named are removed when the writer goes.
    public func finish() throws(ExchangeWriteError) -> [String: Int] {
        for file in [persons.file, relations.file, incidents.file, participants.file, areas.file, cases] {
            try file.finish()
        }
        return [
            "persons.csv": persons.rows,
            "relations.csv": relations.rows,
            "incidents.csv": incidents.rows,
            "incident_persons.csv": participants.rows,
            "areas.csv": areas.rows,
            "cases.jsonl": caseCount,
        ]
    }

    private func text(_ date: LocalDate?) -> String {
        date?.description ?? ""
    }

    /// The shortest decimal that reads back as the same number.
    private func text(_ number: Double?) -> String {
        number.map { String($0) } ?? ""
    }
}

extension Instant {
    /// As the format writes it: Danish wall-clock time with its offset; milliseconds where there are any.
    var exact: String {
        let fraction = Int(((milliseconds % 1000) + 1000) % 1000)
        guard fraction != 0 else { return local }
        let digits = String(String(1000 + fraction).dropFirst())
        return String(local.prefix(19)) + "." + digits + String(local.dropFirst(19))
    }
}

/// A line of `cases.jsonl`, with its keys always in the same order.
private enum CaseLine {
    static func append(_ record: CaseRecord, to file: PartialFile) {
        file.append("{\"id\":")
        string(record.id, file)
        file.append(",\"programme\":")
        string(record.programme, file)
        if let municipality = record.municipality {
            file.append(",\"municipality\":")
            string(municipality, file)
        }
        if let parties = record.parties {
            file.append(",\"parties\":[")
            list(parties, file) { party in
                let source = party.source.map { [("source", $0)] } ?? []
                pairs([("person", party.person), ("role", party.role)] + source, file)
            }
            file.append("]")
        }
        if let fields = record.fields {
            file.append(",\"fields\":")
            pairs(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, file)
        }
        if let restriction = record.restriction {
            file.append(",\"restriction\":")
            string(restriction, file)
        }
        file.append(",\"events\":[")
        list(record.events, file) { event in
            if let stage = event.stage { return pairs([("stage", stage), ("at", event.at)], file) }
            file.append("{\"entry\":")
            string(event.entry ?? "", file)
            file.append(",\"at\":")
            string(event.at, file)
            file.append(",\"fields\":")
            pairs((event.fields ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, file)
            file.append("}")
        }
        file.append("]}\n")
    }

    private static func list<Item>(_ items: [Item], _ file: PartialFile, each: (Item) -> Void) {
        for (index, item) in items.enumerated() {
            if index > 0 { file.append(0x2C) }
            each(item)
        }
    }

    private static func pairs(_ pairs: [(String, String)], _ file: PartialFile) {
        file.append("{")
        list(pairs, file) { key, value in
            string(key, file)
            file.append(0x3A)
            string(value, file)
        }
        file.append("}")
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private static func string(_ text: String, _ file: PartialFile) {
        file.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C:
                file.append(0x5C)
                file.append(byte)
            case 0x0A: file.append("\\n")
            case 0x0D: file.append("\\r")
            case 0x09: file.append("\\t")
            case 0..<0x20:
                file.append("\\u00")
                file.append(hexadecimal[Int(byte >> 4)])
                file.append(hexadecimal[Int(byte & 15)])
            default: file.append(byte)
            }
        }
        file.append(0x22)
    }
}

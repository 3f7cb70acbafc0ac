import Handbook
import Prevention
import SQL
import Store

/// Makes a letter of a case. The fields that the receiver's letters can hold are the only ones that are filled in.
struct LetterMaking {
    private let order: LetterOrder
    private let template: LetterTemplate
    private let edited: StoredTemplate?
    private let opened: OpenedCase
    private let actor: Actor
    private let office: Office
    /// Everybody in the case.
    private let persons: [Int64: Person]

    init(
        _ order: LetterOrder, _ template: LetterTemplate, _ edited: StoredTemplate?, _ opened: OpenedCase,
        by actor: Actor, _ office: Office, in db: any Connection
    ) throws {
        self.order = order
        self.template = template
        self.edited = edited
        self.opened = opened
        self.actor = actor
        self.office = office
        persons = try PersonStore.persons(opened.file.parties.map(\.person), in: db)
    }

    private var file: CaseFile { opened.file }
    private var words: Words { office.handbook[.danish] }
    private var receiver: LetterReceiver { template.receiver }

    /// - Throws: `Refused` with every reason.
    func draft() throws -> LetterDraft {
        var problems = formProblems()
        let fields = office.handbook.letterFields(of: file.programme, for: receiver)
        let text: LetterText
        do {
            text = try LetterText(edited?.body ?? template.body, names: Set(fields.map(\.code)))
        } catch {
            throw Refused(error.problems.map(\.refusal))
        }
        guard problems.isEmpty, let lines = receiverLines else {
            if problems.isEmpty { problems = [Refusal("letter-receiver")] }
            throw Refused(problems)
        }
        var values: [String: String] = [:]
        for field in fields { values[field.code] = try value(of: field, lines) }
        let blocks = text.filled(values)
        if let refusal = try chargedChild(blocks) { throw Refused([refusal]) }
        return LetterDraft(
            template: template, version: edited?.version ?? 0, caseNumber: opened.row.number, day: office.now.day,
            district: office.handbook.district, sender: actor.displayName, receiverLines: lines, blocks: blocks)
    }

    private func formProblems() -> [Refusal] {
        var problems: [Refusal] = []
        if order.freeText.count > LetterOrder.longestText {
            problems.append(Refusal("letter-text-long", ["most": String(LetterOrder.longestText)]))
        }
        if !order.freeText.isEmpty, !file.programme.takesNotes { problems.append(Refusal("no-notes")) }
        if opened.isUnderSection115, Section115Letter.goesToCriminalCase(order.name + "\n" + order.address) {
            problems.append(Refusal("letter-section-115"))
        }
        if receiver != .authority, let found = leak(in: order.freeText) {
            problems.append(Refusal("letter-leak", ["text": found]))
        }
        return problems
    }

    /// Where a letter to a person would say where somebody else of the case lives, who somebody protected is, or a CPR
    /// number:
    /// the line with it taken out; `nil` where it does not.
    private func leak(in text: String) -> String? {
        let own = order.person.flatMap { persons[$0] }.map { Redactor.Named($0) }
        let others = persons.values.filter { $0.id != order.person }.map {
            Redactor.Named(names: $0.isProtected ? [$0.givenNames, $0.familyName] : [], address: $0.address)
        }
        let redact = Redactor(
            for: own?.names ?? [], at: own.map { [$0.address] } ?? [], numbers: [], hiding: others)
        return text.split(separator: "\n").map { redact(String($0)) }.first { $0.contains(Redactor.mark) }
    }

    /// Name and address as they stand in the window of the envelope; `nil` where nobody is chosen.
    private var receiverLines: [String]? {
        if let role = receiver.party {
            guard let id = order.person, file.parties.contains(where: { $0.person == id && $0.role == role }),
                let person = persons[id]
            else { return nil }
            return [person.fullName, person.address, person.postalCode].filter { !$0.isEmpty }
        }
        let typed = [order.name] + order.address.split(separator: "\n").map(String.init)
        let lines = typed.map { String($0.prefix(LetterOrder.longestLine)) }.filter { !$0.isEmpty }
        return order.name.isEmpty ? nil : Array(lines.prefix(6))
    }

    private func value(of field: LetterField, _ lines: [String]) throws -> String {
        switch field.source {
        case .form(let field): return text(file.fields[field.code] ?? "", of: field)
        case .stage(let stage): return file.steps(into: stage).last?.at.day.danish ?? ""
        case .law(let id):
            let day = template.lawDay(of: file, today: office.now.day)
            return (try? office.law.rule(id, on: day)).map { words.amount($0) } ?? ""
        case .letter: return letterValue(field.code, lines)
        }
    }

    private func letterValue(_ code: String, _ lines: [String]) -> String {
        switch code {
        case "case_number": return opened.row.number
        case "letter_date": return office.now.day.danish
        case "district": return office.handbook.district
        case "sender_name": return actor.displayName
        case "receiver_name": return lines.first ?? ""
        case "receiver_address": return lines.dropFirst().joined(separator: ", ")
        case "free_text": return order.freeText
        case "case_municipality":
            return file.municipality.isEmpty ? "" : office.handbook.municipalityName(file.municipality)
        case "subject_name": return subject?.fullName ?? ""
        case "subject_birth_date": return subject?.birthDate?.danish ?? ""
        case "subject_address":
            return [subject?.address, subject?.postalCode].compactMap(\.self).filter { !$0.isEmpty }
                .joined(separator: ", ")
        default: return ""
        }
    }

    /// The one whom the case is about, as far as the letter may say; a protected one is named to an authority alone.
    private var subject: Person? {
        let found = file.subject.flatMap { persons[$0.person] }
        return receiver == .authority || found?.isProtected == false ? found : nil
    }

    private func text(_ value: String, of field: Field) -> String {
        if value.isEmpty { return "" }
        switch field.kind {
        case .date: return LocalDate(value)?.danish ?? value
        case .moment: return Instant(value)?.danish ?? value
        case .flag: return words("case-words.yes").lowercased()
        case .choice, .choices:
            return Field.chosen(value).map { words.name("choice." + field.code, $0, of: file.programme) }
                .joined(separator: ", ").lowercased()
        case .text, .longText, .number, .position, .party: return value
        }
    }

    /// Of a child below the age of criminal responsibility at what the case is about, nobody says that it is charged.
    private func chargedChild(_ blocks: [LetterText.Block]) throws -> Refusal? {
        let offence = file.programme.offenceDay.flatMap { LocalDate(file.fields[$0] ?? "") }
        let day = offence ?? opened.row.openedOn
        let from = try office.law.value(Wording.chargeAge, on: day)
        let isChild = file.parties.contains { party in
            guard party.role == .subject || party.role == .child, let birth = party.birthDate else { return false }
            return Age.years(bornOn: birth, on: day).map { $0 < from } ?? true
        }
        guard isChild else { return nil }
        return blocks.lazy.compactMap { Wording.charge(in: $0.text) }.first.map {
            Refusal("letter-child-charged", ["word": $0, "age": String(from)])
        }
    }
}

extension LetterText.Block {
    /// All its words.
    var text: String {
        switch self {
        case .heading(let text): return text
        case .paragraph(let lines), .list(let lines): return lines.joined(separator: "\n")
        }
    }
}

import Casework
import Handbook
import Prevention
import Store

/// How pages name a person: always through here, so that a protected name is masked in one place.
struct PersonNaming: Sendable {
    let words: Words
    let handbook: Handbook
    let today: LocalDate

    init(_ visit: Visit) {
        words = visit.words
        handbook = visit.office.handbook
        today = visit.today
    }

    func name(_ person: PersonView) -> String {
        guard let name = person.name else { return words("person.masked-name") }
        return name.isEmpty ? words("person.no-name") : name
    }

    /// The name where several stand side by side: masked ones are told apart by age.
    func label(_ person: PersonView) -> String {
        guard person.name == nil, let age = age(person) else { return name(person) }
        return name(person) + " (" + age + ")"
    }

    /// The address, or why it is not shown; `nil` where there is none.
    func address(_ person: PersonView) -> String? {
        guard let address = person.address else { return words("person.masked-address") }
        return address.isEmpty ? nil : address
    }

    /// `9 år`; `nil` without a birth date.
    func age(_ person: PersonView) -> String? {
        person.birthDate.flatMap { Age.years(bornOn: $0, on: today) }.map(years)
    }

    func years(_ age: Int) -> String {
        words(age == 1 ? "person.year" : "person.years", ["age": String(age)])
    }

    func municipality(of person: PersonView) -> String? {
        municipality(person.municipality)
    }

    /// The name of a municipality; why it is not shown, where it is masked; `nil` where there is none.
    func municipality(_ code: String?) -> String? {
        guard let code else { return words("person.masked-municipality") }
        return code.isEmpty ? nil : handbook.municipalityName(code)
    }
}

/// What pages show of an incident that may have happened in a protected home: neither where, nor the words of the report,
/// which often name the place.
struct IncidentNaming: Sendable {
    let words: Words
    let masked: Set<Int64>

    func place(_ incident: StoredIncident) -> String {
        shown(incident.place, of: incident, otherwise: "person.masked-place")
    }

    func summary(_ incident: StoredIncident) -> String {
        shown(incident.summary, of: incident, otherwise: "person.masked-summary")
    }

    private func shown(_ text: String, of incident: StoredIncident, otherwise key: String) -> String {
        masked.contains(incident.id) && !text.isEmpty ? words(key) : text
    }
}

/// A dated period in words.
enum Period {
    /// - Parameter to: the first day after it.
    static func text(from: LocalDate?, to: LocalDate?, _ words: Words) -> String {
        switch (from, to.map { ($0 + -1).danish }) {
        case (nil, nil): return words("person.period.always")
        case (let from?, nil): return words("person.period.from", ["from": from.danish])
        case (nil, let last?): return words("person.period.until", ["to": last])
        case (let from?, let last?): return words("person.period.both", ["from": from.danish, "to": last])
        }
    }
}

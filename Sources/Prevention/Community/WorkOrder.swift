/// A physical change that the owner of a place has been asked for (*ønske om fysisk ændring*), as it stands in the entries of an
/// insecurity case: each is an entry `work-order`, and the owner's answer an entry `work-done`.
public struct WorkOrder: Sendable, Hashable {
    /// Whose the place is (*stedets ejer*).
    public enum OwnerKind: String, Sendable, CaseIterable {
        case roads = "municipality-roads"
        case municipality = "municipality-other"
        case housing = "housing-association"
        case railway
        case privateOwner = "private"
        case other
    }

    public enum State: String, Sendable, CaseIterable {
        case ordered, done, declined
        /// Taken back by those who made it: wrong, or no longer needed.
        case withdrawn
    }

    /// Row id of the case.
    public let file: Int64
    /// Of the case's orders, from 1 in the order in which they were made.
    public let number: Int
    public let municipality: String
    /// Code of the kind of work: `light`, `planting`.
    public let what: String
    /// The place of the order, or that of its case where none is given.
    public let place: String
    public let owner: String
    /// `nil` in orders from before it was asked.
    public let ownerKind: OwnerKind?
    public let detail: String
    public let orderedOn: LocalDate
    /// The day agreed with the owner, or that of the case's clock.
    public let dueOn: LocalDate
    /// Number of the walk on which it was found; `nil` for none.
    public let walk: Int?
    public let state: State
    public let answeredOn: LocalDate?
    /// What has been done, or why not.
    public let answer: String

    /// Whether a municipality's own people answer it.
    public func belongs(to code: String) -> Bool {
        municipality == code && (ownerKind == .roads || ownerKind == .municipality)
    }

    public func isOverdue(on day: LocalDate) -> Bool { state == .ordered && dueOn < day }
}

extension WorkOrder {
    /// The place in `orders` of the one that an answer is to: the one whose number it gives, or else the oldest open one of its
    /// kind; `nil` where there is no such open one.
    static func answered(
        by answer: [String: String], among orders: [[String: String]], after earlier: [[String: String]]
    ) -> Int? {
        matches(of: earlier + [answer], among: orders).last ?? nil
    }

    /// The places in `orders` of those that nothing in `answers` is an answer to.
    static func open(among orders: [[String: String]], after answers: [[String: String]]) -> [Int] {
        let taken = Set(matches(of: answers, among: orders).compactMap(\.self))
        return orders.indices.filter { !taken.contains($0) }
    }

    /// Of each answer the place in `orders` of the one that it is to; `nil` for one that is to none.
    private static func matches(of answers: [[String: String]], among orders: [[String: String]]) -> [Int?] {
        var open = Array(orders.indices)
        return answers.map { answer in
            let number = Int(answer["done_order"] ?? "")
            let found = open.firstIndex { order in
                orders[order]["order_what"] == answer["done_what"] && (number.map { $0 - 1 == order } ?? true)
            }
            return found.map { open.remove(at: $0) }
        }
    }

    /// The orders of a case, in the order in which they were made; none where it is no insecurity case.
    public static func all(of file: CaseFile, law: LawBook) throws(LawBook.MissingRule) -> [WorkOrder] {
        guard file.programme.code == Programme.insecurity.code else { return [] }
        let orders = file.entries("work-order")
        let answers = file.entries("work-done")
        var answerOf: [Int: Int] = [:]
        for (index, order) in matches(of: answers.map(\.fields), among: orders.map(\.fields)).enumerated() {
            if let order { answerOf[order] = index }
        }
        var all: [WorkOrder] = []
        for (index, order) in orders.enumerated() {
            let answer = answerOf[index].map { answers[$0] }
            let day = order.at.day
            let usual = day + (try law.value("insecurity.work-order", on: day))
            let place = order.fields["order_place"] ?? ""
            all.append(
                WorkOrder(
                    file: file.id, number: index + 1, municipality: file.municipality,
                    what: order.fields["order_what"] ?? "other",
                    place: place.isEmpty ? file.fields["area"] ?? "" : place, owner: order.fields["order_owner"] ?? "",
                    ownerKind: order.fields["order_owner_kind"].flatMap { OwnerKind(rawValue: $0) },
                    detail: order.fields["order_detail"] ?? "", orderedOn: day,
                    dueOn: LocalDate(order.fields["order_due"] ?? "") ?? usual,
                    walk: Int(order.fields["order_walk"] ?? ""),
                    state: answer.map { State(rawValue: $0.fields["done_how"] ?? "") ?? .done } ?? .ordered,
                    answeredOn: answer.map { LocalDate($0.fields["done_on"] ?? "") ?? $0.at.day },
                    answer: answer?.fields["done_detail"] ?? ""))
        }
        return all
    }
}

extension CaseFile {
    /// The entries of a kind, in order, each with its moment.
    public func entries(_ code: String) -> [(at: Instant, fields: [String: String])] {
        events.compactMap { event in
            guard case .recorded(code, let fields) = event.kind else { return nil }
            return (event.at, fields)
        }
    }
}

import Casework
import HTTPTypes
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /community/walks/{id}/{number} | needs work-cases, case in scope |
/// | POST | /community/walks/{id}/{number} | needs work-cases, case in scope; a role that makes its entries |
/// | GET | /community/orders/{id}/{number} | needs work-cases, case in scope, or an order to the reader's municipality |
/// | POST | /community/orders/{id}/{number} | needs work-cases, case in scope, or an order to the reader's municipality; a role that makes its entries |
/// | GET | /community/orders/{id}/{number}/letter | needs work-cases, case in scope; an order that waits for an owner outside the system |
enum WalkPages {
    static func add(to routes: RouteTable) {
        routes.get("/community/walks/{id}/{number}", .needs(.workCases)) { visit in try await walk(visit, nil) }

        routes.post("/community/walks/{id}/{number}", .needs(.workCases)) { visit in
            try await record(visit, WalkForm.finding, again: walk) { place, number, form in
                try await OrderFinding(
                    place, revision: Int(form["revision"]) ?? 0, walk: number,
                    fields: FieldInput.values(of: WalkForm.findingFields, in: form),
                    isConfirmed: NameTick.isSet(in: form))(
                        visit.authorized(Acts.WorkCases.self), in: visit.office)
            }
        }

        addLetter(to: routes)

        routes.get("/community/orders/{id}/{number}", .needs(.workCases)) { visit in try await order(visit, nil) }

        routes.post("/community/orders/{id}/{number}", .needs(.workCases)) { visit in
            try await record(visit, WalkForm.answer, again: order) { place, number, form in
                try await AnswerOrder(
                    place, revision: Int(form["revision"]) ?? 0, order: number,
                    fields: FieldInput.values(of: WalkForm.answerFields, in: form),
                    isConfirmed: NameTick.isSet(in: form))(
                        visit.authorized(Acts.WorkCases.self), in: visit.office)
            }
        }
    }

    private static func addLetter(to routes: RouteTable) {
        routes.get("/community/orders/{id}/{number}/letter", .needs(.workCases)) { visit in
            let letter = try await ReadOrderLetter(
                visit.parameter("id", as: Int64.self), order: visit.parameter("number", as: Int.self))(
                    visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .page("community-order-letter", OrderLetterModel(letter, try await CaseTexts.load(for: visit)))
        }
    }

    /// Writes an entry; a refused form comes back with what was typed.
    private static func record(
        _ visit: Visit, _ name: String, again: (Visit, RefusedForm?) async throws -> Reply,
        write: (Int64, Int, Form) async throws -> Void
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let number = try visit.parameter("number", as: Int.self)
        let form = try await visit.form()
        do {
            try await write(id, number, form)
            return .redirect(visit.request.uri.path + "?done=community-" + name)
        } catch let refused as Refused {
            return try await again(visit, RefusedForm(name, form, refused, of: .insecurity, visit.words))
        }
    }

    private static func place(_ visit: Visit) async throws -> OpenedPlace {
        try await ReadPlace(visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.WorkCases.self), in: visit.office)
    }

    private static func walk(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let place = try await place(visit)
        let number = try visit.parameter("number", as: Int.self)
        guard let walk = place.walks.first(where: { $0.number == number }) else { throw NotFound() }
        let texts = try await CaseTexts.load(for: visit)
        return .page("community-walk", WalkModel(walk, place, refused, texts), status: refused?.status ?? .ok)
    }

    private static func order(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let place = try await place(visit)
        let number = try visit.parameter("number", as: Int.self)
        guard let order = place.orders.first(where: { $0.number == number }) else { throw NotFound() }
        let texts = try await CaseTexts.load(for: visit)
        return .page(
            "community-order", WorkOrderModel(order, place, refused, texts), status: refused?.status ?? .ok)
    }
}

/// The two forms, which are entries of the case; what is known already is not asked.
enum WalkForm {
    static let finding = "finding"
    static let answer = "answer"

    static let findingFields = fields("work-order").filter { $0.code != "order_walk" }
    static let answerFields = fields("work-done").filter { ["done_how", "done_on", "done_detail"].contains($0.code) }

    private static func fields(_ entry: String) -> [Field] { Programme.insecurity.entry(entry)?.fields ?? [] }
}

extension OpenedPlace {
    /// A form of entries to this case.
    fileprivate func form(
        _ name: String, _ action: String, _ title: String, _ fields: [Field], _ refused: RefusedForm?, _ words: Words
    ) -> CaseForm {
        CaseForm(name, action: action, title: title, revision: row.revision, refused, isPlain: true) { typed in
            fields.map { field in
                // Only those who made an order take it back.
                guard field.code == "done_how", !isInScope else {
                    return typed.input(field, of: .insecurity, value: "", words)
                }
                let answers = [WorkOrder.State.done, .declined].map(\.rawValue)
                return typed.input(
                    Field("done_how", .choice(answers), required: true), of: .insecurity, value: "", words)
            } + typed.nameTick(words)
        }
    }
}

/// A walk, what it showed, and what came of that.
struct WalkModel: Sendable {
    let caseHref: String
    let caseNumber: String
    let municipalityHref: String
    let municipalityName: String
    let walkTitle: String
    let walkWith: String?
    let walkFound: String
    let orders: WorkOrderRows
    let form: CaseForm?

    init(_ walk: Happening, _ place: OpenedPlace, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        caseHref = "/cases/\(place.row.id)"
        caseNumber = place.row.number
        municipalityHref = "/community/\(place.row.municipality)"
        municipalityName = texts.municipality(place.row.municipality)
        walkTitle = words("community.walk", ["place": place.area, "at": walk.day.danish])
        let with = Field.chosen(walk.choice).map { words.name("choice.walk_with", $0, of: .insecurity) }
        walkWith = with.isEmpty ? nil : with.joined(separator: ", ")
        walkFound = walk.remark
        orders = WorkOrderRows(
            place.orders.filter { $0.walk == walk.number }, caption: words("community.findings"), texts)
        form =
            place.mayRecord
            ? place.form(
                WalkForm.finding, "/community/walks/\(place.row.id)/\(walk.number)", words("community.order-it"),
                WalkForm.findingFields, refused, words)
            : nil
    }
}

/// One work order and its answer.
struct WorkOrderModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    /// `nil` for whoever only answers for the owner.
    let caseHref: String?
    let caseNumber: String
    let municipalityHref: String
    let municipalityName: String
    let orderTitle: String
    let orderState: String
    let orderClass: String
    let facts: [Fact]
    let walkHref: String?
    /// To an owner outside the system, as long as it waits.
    let letterHref: String?
    let form: CaseForm?

    init(_ order: WorkOrder, _ place: OpenedPlace, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let row = WorkOrderRows.Row(order, texts)
        caseHref = place.isInScope ? "/cases/\(order.file)" : nil
        caseNumber = place.row.number
        municipalityHref = "/community/\(order.municipality)"
        municipalityName = texts.municipality(order.municipality)
        orderTitle = words("community.order", ["what": row.orderWhat, "place": order.place])
        orderState = row.orderState
        orderClass = row.orderClass
        func name(_ field: String) -> String { words.name("field", field, of: .insecurity) }
        var found = [
            (name("order_owner"), row.orderOwner), (name("order_detail"), order.detail),
            (words("community.ordered-on"), order.orderedOn.danish), (words("community.due"), order.dueOn.danish),
        ]
        if let day = order.answeredOn { found.append((words("community.answered-on"), day.danish)) }
        if !order.answer.isEmpty { found.append((name("done_detail"), order.answer)) }
        facts = found.map { Fact(factLabel: $0.0, factText: $0.1) }
        letterHref =
            place.writesLetter(of: order) ? "/community/orders/\(order.file)/\(order.number)/letter" : nil
        walkHref = (place.isInScope ? order.walk : nil).map { "/community/walks/\(order.file)/\($0)" }
        form =
            place.mayRecord && order.state == .ordered
            ? place.form(
                WalkForm.answer, "/community/orders/\(order.file)/\(order.number)", words("community.answer-it"),
                WalkForm.answerFields, refused, words)
            : nil
    }
}

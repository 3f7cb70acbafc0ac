import Casework
import Handbook
import Prevention
import Store

/// A restraining order at a glance: by which law it was visitated, when and how it was served, how long it and its area
/// prohibition last, its breaches, and what renews it.
struct OrderModel: Sendable {
    struct Line: Sendable {
        let lineLabel: String
        let lineText: String
    }

    struct Breach: Sendable {
        let breachISO: String
        let breachAt: String
        let breachKind: String
        let breachWhat: String
        let breachReported: String
    }

    struct Tie: Sendable {
        let tieKind: String
        let tieNumber: String
        let tieHref: String
        let tieStage: String
    }

    let head: CaseHead
    let lines: [Line]
    let hasLines: Bool
    let grounds: [Line]
    let hasGrounds: Bool
    let groundsLaw: String
    let breaches: [Breach]
    let hasBreaches: Bool
    let breachHref: String
    /// The renewal and the question of stalking, where they are suggested.
    let suggestions: [SuggestionModel]
    let ties: [Tie]
    let hasTies: Bool
    /// Opens the case of a new decision; `nil` where there is nothing to renew, or nobody who may.
    let renewHref: String?

    /// - Parameter mayOpen: whether the reader's role opens cases of the programme.
    init(_ view: OrdersView, mayOpen: Bool, _ texts: CaseTexts) {
        let file = view.opened.file
        let programme = file.programme
        head = CaseHead(view.opened, at: .orders, texts)
        lines = OrderModel.lines(of: file, texts)
        hasLines = !lines.isEmpty
        let checks = programme.form.filter { $0.code.hasPrefix("check_") }
        grounds = checks.compactMap { OrderModel.line($0, file.fields, programme, texts) }
        hasGrounds = !grounds.isEmpty
        groundsLaw = OrderModel.law(of: file, texts)
        breaches = file.events.compactMap { event in
            guard case .recorded("breach", let fields) = event.kind, let entry = programme.entry("breach") else {
                return nil
            }
            func text(_ code: String) -> String {
                entry.fields.first { $0.code == code }.map { texts.value(fields[code] ?? "", of: $0, in: programme) }
                    ?? ""
            }
            return Breach(
                breachISO: event.at.local, breachAt: event.at.danish, breachKind: text("breach_kind"),
                breachWhat: text("breach_what"), breachReported: text("breach_reported"))
        }
        hasBreaches = !breaches.isEmpty
        breachHref = head.headHref + "#entries"
        suggestions = view.suggestions.map {
            SuggestionModel($0, case: view.opened.id, number: view.opened.row.number, of: programme, texts)
        }
        ties = (view.renewals + view.clusters).map { Tie($0, texts) }
        hasTies = !ties.isEmpty
        let isRenewable = file.stage.map(programme.renewedFrom.contains) ?? false
        renewHref = isRenewable && mayOpen ? CaseOrigin.address(programme, from: view.opened.id, .renews) : nil
    }

    private static func line(
        _ field: Field, _ fields: [String: String], _ programme: Programme, _ texts: CaseTexts
    ) -> Line? {
        guard let value = fields[field.code], !value.isEmpty else { return nil }
        return Line(
            lineLabel: texts.words.name("field", field.code, of: programme),
            lineText: texts.value(value, of: field, in: programme))
    }

    /// Service and expiry, of the immediate order too.
    private static func lines(of file: CaseFile, _ texts: CaseTexts) -> [Line] {
        let programme = file.programme
        var found: [Line] = []
        for event in file.events {
            guard case .recorded("immediate-service", let fields) = event.kind else { continue }
            let how = programme.entry("immediate-service")?.fields ?? []
            let text = how.compactMap { line($0, fields, programme, texts)?.lineText }.joined(separator: ", ")
            found.append(
                Line(
                    lineLabel: texts.words.name("entry-done", "immediate-service", of: programme),
                    lineText: event.at.danish + (text.isEmpty ? "" : ": " + text)))
        }
        let codes = [
            "served_on", "served_how", "served_by", "service_proof", "expires_on", "area_where", "area_expires_on",
        ]
        return found + codes.compactMap { programme.field($0) }.compactMap { line($0, file.fields, programme, texts) }
    }

    /// The version of the act that the checklist follows: that of the day on which the case was opened.
    private static func law(of file: CaseFile, _ texts: CaseTexts) -> String {
        let day = file.openedAt?.day ?? texts.today
        let rules = ["restraining-order.grounds-2012", "restraining-order.grounds-2025"]
        let rule = rules.lazy.compactMap { try? texts.handbook.law.rule($0, on: day) }.first
        let arguments = ["at": day.danish, "source": rule.map { texts.words.source($0) } ?? ""]
        return texts.words(
            rule?.confidence == .unverified ? "order.grounds-unverified" : "order.grounds-law", arguments)
    }
}

extension OrderModel.Tie {
    init(_ tie: StoredRelation, _ texts: CaseTexts) {
        let side = tie.isOutgoing ? "kind" : "inverse"
        tieKind = texts.words("case-relation.\(side)." + tie.kind.rawValue)
        tieNumber = tie.other.number
        tieHref = "/cases/\(tie.other.id)"
        tieStage =
            Catalogue.programme(tie.other.programme).map { texts.stage(Stage(tie.other.stage), of: $0) }
            ?? tie.other.stage
    }
}

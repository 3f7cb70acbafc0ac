import Prevention
import SQL
import Store

extension Programme {
    /// Whether what is typed into a field must be about nobody: every text of a scheme that holds no personal data, and the area of
    /// a housing case, which stands on the pages about places.
    fileprivate func staysNameless(_ field: Field) -> Bool {
        guard field.kind == .text || field.kind == .longText else { return false }
        return regime == .none || (code == Programme.housing.code && field.code == "area")
    }
}

extension Office {
    /// The check of texts (`checkPlanTexts`) for a case that is about nobody: numbers, telephone numbers and mail addresses are
    /// refused, and what seems to be a name is warned of. Nothing is asked where no such text was typed.
    ///
    /// - Parameters:
    ///   - fields: what was typed, by field.
    ///   - stored: what stands there already, which is not checked again.
    ///   - beside: a reason or message that belongs to no field.
    /// - Throws: `Refused` with the field of each, as the forms of cases expect it.
    func checkCaseTexts(
        _ fields: [String: String], among asked: [Field], stored: [String: String] = [:], beside: [String] = [],
        of programme: Programme, isConfirmed: Bool, by actor: Actor
    ) async throws {
        let typed = asked.filter { programme.staysNameless($0) && (fields[$0.code] ?? "") != (stored[$0.code] ?? "") }
            .map { PlanTyped($0.code, fields[$0.code] ?? "") }
        let others = programme.regime == .none ? beside.map { PlanTyped("reason", $0) } : []
        do {
            try await checkPlanTexts(typed + others, isConfirmed: isConfirmed, by: actor)
        } catch let refused as Refused {
            throw Refused(
                refused.refusals.map { one in
                    let field = ["field": one.arguments["place"] ?? ""]
                    let isNumber = one.code == "plan-text.number" && field["field"] != "reason"
                    if isNumber { return Refusal("number-in-text", field) }
                    return one.ofCase(field)
                })
        }
    }
}

extension Refusal {
    /// What `checkPlanTexts` has found, in the words for a case.
    fileprivate func ofCase(_ more: [String: String]) -> Refusal {
        let own = code.replacing("plan-text.", with: "case-text.").replacing(
            "plan.too-long", with: "case-text.too-long")
        return Refusal(own, arguments.merging(more) { $1 })
    }
}

extension Office {
    /// The same check for what is said beside the form of a case: addenda, reasons, tasks. Nothing is asked of a case of
    /// another scheme.
    ///
    /// Whoever calls this has seen that the actor may see the case: the search is logged and limited as every other.
    ///
    /// - Throws: `Refused` with the place of each.
    func checkSaid(
        _ texts: [PlanTyped], of programme: Programme, isConfirmed: Bool, by actor: Actor
    ) async throws {
        guard programme.regime == .none else { return }
        do {
            try await checkPlanTexts(texts, isConfirmed: isConfirmed, by: actor)
        } catch let refused as Refused {
            throw Refused(refused.refusals.map { $0.ofCase([:]) })
        }
    }

    /// The same of a case that the actor may see; nothing of others, which the verb itself refuses.
    func checkSaid(
        _ texts: [PlanTyped], on id: Int64, _ who: Authorized<Acts.WorkCases>, isConfirmed: Bool
    ) async throws {
        guard texts.contains(where: { !$0.text.isEmpty }) else { return }
        let row = try await database.read { db in try CaseStore.rows([id], scope: who.scope, in: db).first }
        guard let programme = row.flatMap({ Catalogue.programme($0.programme) }) else { return }
        try await checkSaid(texts, of: programme, isConfirmed: isConfirmed, by: who.actor)
    }
}

extension ChangeCase {
    /// Checks the texts of the change before the case is written. What the change itself refuses for (scope, a newer revision) is
    /// left to it.
    func checkTexts(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let found = try await office.database.read { db -> CaseFile? in
            guard let row = try CaseStore.rows([id], scope: who.scope, in: db).first, row.revision == revision,
                [Programme.insecurity, .nightlife, .activity, .housing].contains(where: { $0.code == row.programme })
            else { return nil }
            return try CaseStore.file(id, in: db)
        }
        guard let file = found else { return }
        let programme = file.programme
        func check(
            _ fields: [String: String], among asked: [Field], stored: [String: String] = [:], beside: [String] = []
        ) async throws {
            try await office.checkCaseTexts(
                fields, among: asked, stored: stored, beside: beside, of: programme, isConfirmed: isConfirmed,
                by: who.actor)
        }
        switch change {
        case .move(let stage, _, let fields, _):
            let asked = file.asked(of: fields, movingTo: stage)
            try await check(asked, among: programme.form.filter { asked[$0.code] != nil }, stored: file.fields)
        case .record(let entry, _, let fields):
            try await check(fields, among: programme.entry(entry)?.fields ?? [])
        case .correct(let fields, _, let reason):
            let asked = programme.form.filter { fields[$0.code] != nil }
            try await check(fields, among: asked, stored: file.fields, beside: [reason])
        // Reasons and messages are checked for numbers alone (`Programme.check`).
        case .pause, .resume, .undo, .removeParty, .assign, .addParty: break
        }
    }
}

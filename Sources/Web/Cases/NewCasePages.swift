import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/new | needs work-cases |
/// | GET | /cases/new/{programme} | needs work-cases, programme in scope |
/// | POST | /cases/new/{programme} | needs work-cases, programme in scope, a role that works with it |
enum NewCasePages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/new", .needs(.workCases)) { visit in
            let subject = visit.query("subject").flatMap { Int64($0) }
            return .page(
                "case-choose", ChooseProgrammeModel(actor: try visit.actor, subject: subject, words: visit.words))
        }

        routes.get("/cases/new/{programme}", .needs(.workCases)) { visit in
            let programme = try visit.programme()
            let typed = try await known(to: visit, of: programme)
            return try await page(visit, programme, typed, nil, isPosted: false)
        }

        routes.post("/cases/new/{programme}", .needs(.workCases)) { visit in
            let programme = try visit.programme()
            let form = try await visit.form()
            do {
                let id = try await open(programme, form, visit)
                // What goes by the register may go where the sender opens no case.
                if programme.goesToAddress {
                    let sent = try await ReadNotice(id)(visit.authorized(Acts.WorkCases.self), in: visit.office)
                    if !sent.line.isReadable { return .redirect("/notices/\(id)?done=notice-sent") }
                }
                return .redirect("/cases/\(id)?done=case-opened")
            } catch let refused as RefusedOpening {
                return try await page(
                    visit, programme, form, refused.problems, isPosted: true, hasNameWarning: refused.hasNameWarning)
            }
        }
    }

    /// What the link that leads here knows already: the person, the case that this one follows from, the place.
    private static func known(to visit: Visit, of programme: Programme) async throws -> Form {
        let linked = ["from", "kind", "incident", "municipality"]
        let fields = programme.form.filter(\.atOpening).map { FieldInput.namePrefix + $0.code }
        var typed: [String: String] = ["at": TypedValue.forInput(visit.office.now)]
        typed["subject-id"] = visit.query("subject")
        for name in linked + fields { typed[name] = visit.query(name) }
        if let from = CaseOrigin.from(Form(typed)), typed["municipality"] == nil {
            typed["municipality"] = try await municipality(of: from.case, visit)
        }
        if programme.code == Programme.socialReport.code, let draft = try await draft(Form(typed), visit) {
            let name = FieldInput.namePrefix + "facts"
            if typed[name] == nil { typed[name] = draft.facts }
            if typed["municipality"] == nil { typed["municipality"] = draft.municipality }
        }
        return Form(typed)
    }

    /// What a draft out of an incident knows; `nil` where it comes out of none, or nobody has said yet why.
    private static func draft(_ typed: Form, _ visit: Visit) async throws -> DraftFacts.Draft? {
        guard let incident = Int64(typed["incident"]), let subject = Int64(typed["subject-id"]),
            let purpose = try await visit.purpose(of: subject)
        else { return nil }
        let who = try visit.authorized(Acts.FindPersons.self)
        return try await DraftFacts(incident: incident, person: subject, purpose: purpose)(who, in: visit.office)
    }

    /// Where a case lies; `nil` where that would tell where a protected person lives.
    private static func municipality(of from: Int64, _ visit: Visit) async throws -> String? {
        let origin = try await PeekCase(from)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let isMasked = origin.persons.values.contains { $0.isProtected && $0.municipality == nil }
        return isMasked ? nil : origin.row.municipality
    }

    /// - Throws: `RefusedOpening` with all that is wrong.
    private static func open(_ programme: Programme, _ form: Form, _ visit: Visit) async throws -> Int64 {
        let who = try visit.authorized(Acts.WorkCases.self)
        let words = visit.words
        var problems: [FormProblems.Item] = []
        func note(_ refused: Refused, at place: String?) {
            problems +=
                FormProblems(
                    refused.refusals, of: programme, prefix: NewCaseModel.prefix,
                    otherwise: place ?? NewCaseModel.prefix,
                    words: words
                ).problemItems
        }
        var parties: [(role: Party.Role, person: Int64)] = []
        if let subject = Int64(form["subject-id"]) {
            if try await visit.purpose(of: subject) == nil { note(Refused("purpose-first"), at: nil) }
            parties.append((.subject, subject))
        }
        let from = CaseOrigin.from(form)
        if let from {
            let opened = try await PeekCase(from.case)(who, in: visit.office)
            parties += CaseOrigin.parties(form, of: opened).filter { carried in
                !(carried.role == .subject && parties.contains { $0.role == .subject })
            }
        }
        for role in NewCaseModel.roles(programme) {
            let text = form[NewCaseModel.partyName(role)]
            guard !text.isEmpty, role != .subject || !parties.contains(where: { $0.role == role }) else { continue }
            do {
                let person = try await IdentifyPerson(text)(who, in: visit.office)
                // Somebody carried over may be typed as well.
                if !parties.contains(where: { $0.role == role && $0.person == person }) {
                    parties.append((role, person))
                }
            } catch let refused as Refused {
                note(refused, at: NewCaseModel.prefix + "-" + role.rawValue)
            }
        }
        var at: Instant?
        if !form["at"].isEmpty {
            at = TypedValue.moment(form["at"])
            if at == nil {
                note(Refused("not-a-moment", ["field": words("case-new.at"), "value": form["at"]]), at: nil)
            }
        }
        let fields = FieldInput.values(of: programme.form.filter(\.atOpening), in: form)
        if !problems.isEmpty {
            // What the programme asks for is said at once as well; a person typed but not found is not missing too.
            let missing = programme.form.filter { $0.isRequired && (fields[$0.code] ?? "").isEmpty }
            note(Refused(missing.map { Refusal("field-required", ["field": $0.code]) }), at: nil)
            throw RefusedOpening(problems: FormProblems(problems, words: words))
        }
        do {
            return try await OpenCase(
                programme, municipality: form["municipality"], fields: fields, parties: parties, at: at, from: from,
                incident: Int64(form["incident"]), isConfirmed: NameTick.isSet(in: form)
            )(who, in: visit.office)
        } catch let refused as Refused {
            note(refused, at: nil)
            throw RefusedOpening(
                problems: FormProblems(problems, words: words), hasNameWarning: NameTick.isWanted(after: refused))
        }
    }

    private static func page(
        _ visit: Visit, _ programme: Programme, _ typed: Form, _ problems: FormProblems?, isPosted: Bool,
        hasNameWarning: Bool = false
    ) async throws -> Reply {
        let subject: PersonView?
        do {
            subject = try await self.subject(typed, of: programme, visit)
        } catch let asked as PurposeAsked {
            return .redirect(PersonLink.to(asked.person))
        }
        let texts = try await CaseTexts.load(for: visit)
        var origin: CaseOrigin?
        if let from = CaseOrigin.from(typed) {
            let opened = try await PeekCase(from.case)(
                try visit.authorized(Acts.WorkCases.self), in: visit.office)
            origin = CaseOrigin(opened, from.kind, to: programme, typed, isPosted: isPosted, problems, texts)
        }
        let model = NewCaseModel(
            programme, typed, subject: subject, maySearch: try visit.actor.may(.findPersons), origin: origin, problems,
            hasNameWarning: hasNameWarning || NameTick.isSet(in: typed), texts)
        return .page("case-new", model, status: problems == nil ? .ok : .unprocessableContent)
    }

    /// The person that a link has named; read, and therefore logged.
    private static func subject(_ typed: Form, of programme: Programme, _ visit: Visit) async throws -> PersonView? {
        guard !typed["subject-id"].isEmpty, NewCaseModel.roles(programme).contains(.subject) else { return nil }
        guard let id = Int64(typed["subject-id"]) else { throw NotFound() }
        let who = try visit.authorized(Acts.FindPersons.self)
        guard let purpose = try await visit.purpose(of: id) else { throw PurposeAsked(person: id) }
        return try await NamePerson(id, purpose: purpose)(who, in: visit.office)
    }

    /// Nobody has said yet why this person is looked up.
    private struct PurposeAsked: Error {
        let person: Int64
    }

    private struct RefusedOpening: Error {
        let problems: FormProblems
        var hasNameWarning = false
    }
}

import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /psp-k | needs monitor-contacts; within the actor's scope |
/// | GET | /psp-k/{id} | needs monitor-contacts; somebody of the list |
/// | GET | /psp-k/{id}/select | needs monitor-contacts; leads back to the person |
/// | POST | /psp-k/{id}/select | needs monitor-contacts; somebody of the list |
/// | GET | /psp-k/{id}/not-now | needs monitor-contacts; leads back to the person |
/// | POST | /psp-k/{id}/not-now | needs monitor-contacts; somebody of the list |
/// | GET | /psp-k/{id}/relist | needs monitor-contacts; leads back to the person |
/// | POST | /psp-k/{id}/relist | needs monitor-contacts; somebody who was left off the list |
enum ContactPages {
    static func add(to routes: RouteTable) {
        routes.get("/psp-k", .needs(.monitorContacts)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            do {
                return try await list(visit, ContactAddress(visit), nil)
            } catch let refused as Refused {
                var address = ContactAddress(visit)
                address.period = nil
                return try await list(visit, address, refused)
            }
        }

        routes.get("/psp-k/{id}", .needs(.monitorContacts)) { visit in try await one(visit, nil) }

        for act in ["select", "not-now", "relist"] {
            routes.get("/psp-k/{id}/" + act, .needs(.monitorContacts)) { visit in
                let id = try visit.parameter("id", as: Int64.self)
                return .redirect("/psp-k/\(id)" + ContactAddress(visit).periodQuery)
            }
        }

        routes.post("/psp-k/{id}/select", .needs(.monitorContacts)) { visit in
            let (id, period, form) = try await asked(visit)
            do {
                let opened = try await SelectContact(
                    id, in: period, by: form["selected_by"], reason: form["selection_reason"])(
                        visit.authorized(Acts.MonitorContacts.self), in: visit.office)
                return .redirect(ForumDoor.proposal(ofCase: opened) + "?done=contact-selected")
            } catch let refused as Refused {
                return try await one(visit, ("select", form, refused))
            }
        }

        routes.post("/psp-k/{id}/not-now", .needs(.monitorContacts)) { visit in
            let (id, period, form) = try await asked(visit)
            do {
                try await PostponeContact(
                    id, in: period, reason: NotNow.Reason(rawValue: form["reason"]),
                    until: LocalDate(TypedValue.normal(form["until"], .date)))(
                        visit.authorized(Acts.MonitorContacts.self), in: visit.office)
                return .redirect("/psp-k?done=contact-not-now")
            } catch let refused as Refused {
                return try await one(visit, ("not-now", form, refused))
            }
        }

        routes.post("/psp-k/{id}/relist", .needs(.monitorContacts)) { visit in
            let (id, period, _) = try await asked(visit)
            try await RelistContact(id, in: period)(visit.authorized(Acts.MonitorContacts.self), in: visit.office)
            return .redirect("/psp-k?done=contact-listed")
        }
    }

    private static func asked(_ visit: Visit) async throws -> (Int64, ContactPeriod, Form) {
        let period = try ContactAddress(visit).period ?? visit.office.contactPeriod()
        return (try visit.parameter("id", as: Int64.self), period, try await visit.form())
    }

    private static func list(_ visit: Visit, _ address: ContactAddress, _ refused: Refused?) async throws -> Reply {
        let who = try visit.authorized(Acts.MonitorContacts.self)
        let period = try address.period ?? visit.office.contactPeriod()
        let page = try await ListContacts(
            period, municipality: address.municipality, order: address.order, showsNotNow: address.showsNotNow,
            page: address.page)(who, in: visit.office)
        let figures = try await ReadPracticeGroups()(who, in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = ContactListModel(
            page, period, address, refused, figures: figures, through: visit.office.countedThrough, texts)
        return .page("contacts", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private static func one(
        _ visit: Visit, _ refused: (name: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let address = ContactAddress(visit)
        let period = try address.period ?? visit.office.contactPeriod()
        let view = try await ReadContact(try visit.parameter("id", as: Int64.self), in: period)(
            visit.authorized(Acts.MonitorContacts.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let problem = refused.map { refused in
            RefusedForm(
                name: refused.name, typed: refused.typed,
                problems: FormProblems(
                    refused.why.refusals.map { refusal in
                        FormProblems.Item(
                            problemText: texts.words.refusal(refusal, programme: .pspK),
                            problemTarget: (refusal.arguments["field"] ?? places[refusal.code])
                                .map { refused.name + "-" + $0 } ?? "decide")
                    }, words: texts.words), isConflict: false)
        }
        let model = ContactModel(view, address, problem, try visit.actor, texts)
        return .page("contact", model, status: problem?.status ?? .ok)
    }

    private static let places = [
        "psp-k.not-now-reason": "reason", "psp-k.not-now-day": "until", "psp-k.not-now-until": "until",
    ]
}

import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /plan/{id}/proposals | needs read-plan |
/// | POST | /plan/{id}/proposals | needs propose-plan; each municipality for itself, the secretariat for all |
/// | GET | /plan/{id}/matrix | needs read-plan |
/// | GET | /plan/{id}/matrix/{proposal}/{criterion} | needs read-plan; leads back to the matrix |
/// | POST | /plan/{id}/matrix/{proposal}/{criterion} | needs edit-plan |
/// | GET | /plan/proposals/{id} | needs read-plan |
/// | GET | /plan/proposals/{id}/do/{act} | needs read-plan; leads back to the proposal |
/// | POST | /plan/proposals/{id}/do/{act} | needs propose-plan; decisions and merging edit-plan too |
enum ProposalPages {
    static func add(to routes: RouteTable) {
        routes.get("/plan/{id}/proposals", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            return try await list(visit, nil)
        }

        routes.post("/plan/{id}/proposals", .needs(.proposePlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            do {
                let made = try await WriteProposal(
                    PlanForms.proposal(form), in: id, isConfirmed: NameTick.isSet(in: form))(
                        visit.authorized(Acts.ProposePlan.self), in: visit.office)
                return .redirect("/plan/proposals/\(made)?done=plan-proposed")
            } catch let refused as Refused {
                return try await list(visit, (form, refused))
            }
        }

        routes.get("/plan/{id}/matrix", .needs(.readPlan)) { visit in try await matrix(visit, nil) }

        routes.get("/plan/{id}/matrix/{proposal}/{criterion}", .needs(.readPlan)) { visit in
            .redirect("/plan/\(try visit.parameter("id", as: Int64.self))/matrix")
        }

        routes.post("/plan/{id}/matrix/{proposal}/{criterion}", .needs(.editPlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let proposal = try visit.parameter("proposal", as: Int64.self)
            let criterion = try visit.parameter("criterion", as: Int64.self)
            let form = try await visit.form()
            let name = MatrixModel.name(proposal, criterion)
            do {
                try await MarkProposal(
                    proposal, by: criterion, PlanCriterion.Mark(rawValue: form["mark"]), comment: form["comment"],
                    revision: PlanForms.revision(form), isConfirmed: NameTick.isSet(in: form))(
                        visit.authorized(Acts.EditPlan.self), in: visit.office)
                return .redirect("/plan/\(id)/matrix?done=plan-marked#\(name)")
            } catch let refused as Refused {
                return try await matrix(visit, (name, form, refused))
            }
        }

        routes.get("/plan/proposals/{id}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/plan/proposals/{id}/do/{act}", .needs(.readPlan)) { visit in
            .redirect("/plan/proposals/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/plan/proposals/{id}/do/{act}", .needs(.proposePlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            do {
                try await perform(act, on: id, form, visit)
                return .redirect("/plan/proposals/\(id)?done=plan-saved")
            } catch let refused as Refused {
                return try await one(visit, (act, form, refused))
            }
        }
    }

    private static func perform(_ act: String, on id: Int64, _ form: Form, _ visit: Visit) async throws {
        let revision = PlanForms.revision(form)
        let isConfirmed = NameTick.isSet(in: form)
        let office = visit.office
        func editor() throws -> Authorized<Acts.EditPlan> { try visit.authorized(Acts.EditPlan.self) }
        let who = try visit.authorized(Acts.ProposePlan.self)
        switch act {
        case "decide":
            try await DecideProposal(
                id, revision: revision, PlanProposal.State(rawValue: form["decision"]) ?? .open, reason: form["reason"],
                isConfirmed: isConfirmed)(editor(), in: office)
        case "undo-decision":
            try await UndoDecision(id, revision: revision, reason: form["reason"], isConfirmed: isConfirmed)(
                editor(), in: office)
        case "merge":
            // 0 is nobody's number: nothing was chosen.
            try await MergeProposal(id, revision: revision, into: Int64(form["target"]) ?? 0)(editor(), in: office)
        case "unmerge": try await MergeProposal(id, revision: revision, into: nil)(editor(), in: office)
        case "correct-proposal":
            let found = try await FindPlan(.proposal(id))(visit.authorized(Acts.ReadPlan.self), in: office)
            try await WriteProposal(
                PlanForms.proposal(form), in: found.plan.id, of: (id, revision), isConfirmed: isConfirmed)(
                    who, in: office)
        case "withdraw":
            try await WithdrawProposal(id, revision: revision, reason: form["reason"], isConfirmed: isConfirmed)(
                who, in: office)
        case "put-forward": try await WithdrawProposal(id, revision: revision, reason: nil)(who, in: office)
        default:
            for (prefix, supports) in [("support-", true), ("unsupport-", false)] where act.hasPrefix(prefix) {
                return try await SupportProposal(id, by: String(act.dropFirst(prefix.count)), supports)(who, in: office)
            }
            throw NotFound()
        }
    }

    private static func list(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let plan = try await ReadPlan(try visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let known = visit.office.handbook.ownMunicipalities.union([ProposalListModel.police])
        let filter = ProposalListModel.Filter(
            municipality: visit.query("municipality").flatMap { known.contains($0) ? $0 : nil },
            state: visit.query("state").flatMap { PlanProposal.State(rawValue: $0) },
            bySupport: visit.query("order") == "support")
        let problem = refused.map { texts.refused("new", $0.typed, $0.why) }
        let model = ProposalListModel(plan, filter, problem, texts)
        return .page("plan-proposals", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }

    private static func matrix(
        _ visit: Visit, _ refused: (name: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let plan = try await ReadPlan(try visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused($0.name, $0.typed, $0.why) }
        let model = MatrixModel(plan, problem, texts)
        return .page("plan-matrix", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }

    private static func one(
        _ visit: Visit, _ refused: (act: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let found = try await FindPlan(.proposal(id))(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused($0.act, $0.typed, $0.why) }
        let model = try ProposalModel(id, found, problem, texts)
        return .page("plan-proposal", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }
}

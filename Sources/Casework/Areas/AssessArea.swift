import Handbook
public import Prevention
import SQL
import Store

/// Decides that an area is generally plagued by insecurity, for a time.
public struct AssessArea: Sendable {
    public let assessment: AreaAssessment

    public init(_ assessment: AreaAssessment) {
        self.assessment = assessment
    }

    /// Who may assess areas, and end an assessment: those who may extend a ban.
    public static func isOpen(to actor: Actor) -> Bool {
        actor.holds(any: [.secretariat, .sectorLeader, .leader])
    }

    /// - Returns: the id of the assessment.
    /// - Throws: `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        guard AssessArea.isOpen(to: who.actor) else { throw Refused("area.not-yours") }
        var problems: [Refusal]
        do {
            problems = try assessment.problems(law: office.law)
        } catch {
            throw Refused("area.no-law", ["at": assessment.validFrom.danish])
        }
        if office.handbook.municipality(assessment.municipality) == nil {
            problems.append(Refusal("unknown-municipality", ["value": assessment.municipality]))
        }
        guard problems.isEmpty else { throw Refused(problems) }
        let now = office.now
        return try await office.database.write { db in
            let id = try AreaStore.insert(assessment, in: db)
            try office.ledger.record(.collect, .area, id: id, reason: "assessed", by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Ends an assessment before its time, with the reason, from today on at the earliest: a ban rests on the assessment that held
/// on the day it was issued, so no day that is over loses it afterwards.
public struct EndArea: Sendable {
    public let id: Int64
    /// The last day on which it holds: today or later.
    public let day: LocalDate
    public let reason: String
    /// Of the assessment that the user saw.
    public let revision: Int

    public init(_ id: Int64, on day: LocalDate, reason: String, revision: Int) {
        self.id = id
        self.day = day
        self.reason = reason
        self.revision = revision
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        guard AssessArea.isOpen(to: who.actor) else { throw Refused("area.not-yours") }
        let now = office.now
        try await office.database.write { db in
            guard let area = try AreaStore.area(id, in: db)?.assessment else { throw NotFound() }
            guard area.endedOn == nil else { throw Refused("area.already-ended") }
            let ended = AreaAssessment(
                name: area.name, municipality: area.municipality, centre: area.centre, radius: area.radius,
                reason: area.reason, decidedBy: area.decidedBy, validFrom: area.validFrom, validTo: area.validTo,
                endedOn: day, endReason: reason)
            var problems = try ended.problems(law: office.law).filter {
                ["area.end-outside", "area.end-reason"].contains($0.code)
            }
            if day < now.day, !problems.contains(where: { $0.code == "area.end-outside" }) {
                problems.append(Refusal("area.end-backdated", ["today": now.day.danish]))
            }
            guard problems.isEmpty else { throw Refused(problems) }
            guard try AreaStore.end(id, on: day, reason: reason, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try ChangeLog.record(
                .area, id: id, old: "", new: "ended " + day.description, by: who.actor, at: now, in: db)
            try office.ledger.record(.change, .area, id: id, reason: "ended", by: who.actor, at: now, in: db)
        }
    }
}

public import Prevention
import SQL
public import Store

/// Reads the assessments of areas. They say nothing of anybody, so nothing is logged.
public struct ListAreas: Sendable {
    /// Where an assessment stands on a day.
    public enum State: String, Sendable, CaseIterable {
        case live, coming, past
    }

    /// `nil` for all.
    public let state: State?
    /// `nil` for all.
    public let municipality: String?

    public init(state: State?, municipality: String?) {
        self.state = state
        self.municipality = municipality
    }

    /// Those that end last first.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [StoredArea] {
        let today = office.now.day
        return try await office.database.read { db in
            try AreaStore.areas(in: db).filter { area in
                (state.map { area.state(on: today) == $0 } ?? true)
                    && (municipality.map { area.assessment.municipality == $0 } ?? true)
            }
        }
    }
}

extension StoredArea {
    public func state(on day: LocalDate) -> ListAreas.State {
        if assessment.validFrom > day { return .coming }
        return assessment.isLive(on: day) ? .live : .past
    }
}

/// Reads one assessment with what was changed in it.
public struct ReadArea: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> StoredArea {
        let found = try await office.database.read { db in try AreaStore.area(id, in: db) }
        guard let found else { throw NotFound() }
        return found
    }
}

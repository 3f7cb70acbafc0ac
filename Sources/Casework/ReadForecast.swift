import Handbook
public import Prevention
import SQL
import Store

/// How the clocks of a programme stand, and how many will be late at the present pace.
public struct ReadForecast: Sendable {
    public let programme: Programme

    public init(_ programme: Programme) {
        self.programme = programme
    }

    public struct Line: Sendable {
        public let clock: Clock
        public let forecast: Forecast
    }

    /// A line for each clock that runs in some case, in the order of the definition. The pace is that of the clocks stopped
    /// in the last months (law.yaml `clock.forecast-days`). Names nobody, so nothing is logged.
    ///
    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [Line] {
        guard who.scope.contains(programme) else { throw NotFound() }
        let now = office.now
        let law = office.law
        let recentFrom = now.day + -(try law.value("clock.forecast-days", on: now.day))
        return try await office.database.read { db in
            var running: [String: [ClockReading]] = [:]
            var recent: [String: [ClockReading]] = [:]
            try CaseStore.forEachFile(
                programmes: [programme], changedFrom: recentFrom, openedThrough: now.day,
                scope: who.scope, in: db
            ) { file in
                for reading in try Engine.clocks(of: file, now: now, law: law) {
                    if reading.isRunning {
                        running[reading.clock.code, default: []].append(reading)
                    } else if let stopped = reading.stoppedAt, stopped.day >= recentFrom {
                        recent[reading.clock.code, default: []].append(reading)
                    }
                }
            }
            return programme.clocks.compactMap { clock in
                guard let active = running[clock.code] else { return nil }
                return Line(
                    clock: clock, forecast: Forecast(running: active, recent: recent[clock.code] ?? [], now: now))
            }
        }
    }
}

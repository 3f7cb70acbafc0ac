import Prevention
import Store

extension HitLapse {
    /// Whether the queue warns of an open hit.
    func isNear(_ hit: StoredHit) -> Bool {
        isNear(from: hit.lapsesFrom, deferredUntil: hit.deferredUntil)
    }

    /// The day on which an open hit goes if nobody decides on it.
    func day(of hit: StoredHit) -> LocalDate {
        day(from: hit.lapsesFrom, deferredUntil: hit.deferredUntil, warnedOn: hit.warnedOn)
    }
}

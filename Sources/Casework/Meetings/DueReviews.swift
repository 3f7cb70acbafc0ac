import Handbook
import Prevention
import SQL
import Store

extension OpenedForum {
    /// Whether a review that is due since a day is the reader's to do: the chair's, and where there is none, or they have not done
    /// it in time (`forum.review-escalation`), that of whoever sets up forums.
    func mayReview(since due: LocalDate, _ office: Office, in db: any Connection) throws -> Bool {
        if isChair { return true }
        guard mayManage else { return false }
        return try office.isReviewOverdue(due) || chairs(office, in: db).isEmpty
    }

    /// Those of its reviews that the reader does now, the oldest first; none about the reader's own family.
    func reviews(for sight: Sight, _ office: Office, in db: any Connection) throws -> [StoredItem] {
        guard isChair || mayManage else { return [] }
        return try ItemStore.reviews(of: id, upTo: office.now.day, keys: office.keys, in: db).filter { item in
            try !sight.isAboutKin(item) && mayReview(since: item.reviewOn ?? office.now.day, office, in: db)
        }
    }
}

extension Office {
    func isReviewOverdue(_ due: LocalDate) throws -> Bool {
        let today = now.day
        return today > due + (try law.value("forum.review-escalation", on: today))
    }

    /// The last day until which a closed item may be kept once more: as long as to the next review, and never longer than
    /// `forum.kept-longest` after it was closed, or proposed where nobody has judged it. `nil` where that day has come.
    func keptUntil(_ item: StoredItem) throws -> LocalDate? {
        let today = now.day
        let closedOn = (item.closedAt ?? item.proposedAt).day
        let last = closedOn.adding(months: try law.value("forum.kept-longest", on: closedOn))
        let latest = min(today.adding(months: try law.value("forum.deletion-review", on: today)), last)
        return latest > today ? latest : nil
    }
}

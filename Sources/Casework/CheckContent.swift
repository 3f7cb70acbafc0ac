import Prevention
import SQL
import Store

extension ChangeCase {
    /// Nothing that may be about somebody stays in a case that is about nobody from now on: its parties and fields are judged by
    /// the guards, its notes, tasks and documents here.
    ///
    /// Likewise of a case of somebody who is only followed from now on.
    ///
    /// - Throws: `Refused("content-about-nobody")`, `Refused("content-while-followed")`.
    func checkContent(_ before: CaseFile, _ after: CaseFile, in db: any Connection) throws {
        let isAboutNobody = after.programme.isAboutNobody
        let becomesNobody = isAboutNobody(after) && !isAboutNobody(before)
        let becomesFollowed = after.isOnlyFollowed && !before.isOnlyFollowed
        guard becomesNobody || becomesFollowed else { return }
        let held = try CaseStore.content(of: id, in: db)
        if !held.isEmpty {
            throw Refused(
                becomesNobody ? "content-about-nobody" : "content-while-followed",
                ["notes": String(held.notes), "tasks": String(held.tasks), "documents": String(held.documents)])
        }
    }
}

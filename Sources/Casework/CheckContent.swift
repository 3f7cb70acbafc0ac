import Prevention
import SQL
import Store

extension ChangeCase {
    /// Nothing that may be about somebody stays in a case that is about nobody from now on: its parties and fields are judged by
    /// the guards, its notes, tasks and documents here.
    ///
    /// - Throws: `Refused("content-about-nobody")`.
    func checkContent(_ before: CaseFile, _ after: CaseFile, in db: any Connection) throws {
        let isAboutNobody = after.programme.isAboutNobody
        guard isAboutNobody(after), !isAboutNobody(before) else { return }
        let held = try CaseStore.content(of: id, in: db)
        if !held.isEmpty {
            throw Refused(
                "content-about-nobody",
                ["notes": String(held.notes), "tasks": String(held.tasks), "documents": String(held.documents)])
        }
    }
}

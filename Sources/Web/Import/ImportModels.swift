import Exchange
import Foundation
import Handbook
import Prevention
import Store

/// How a run is shown: one word and one class.
struct ImportState: Sendable {
    let stateName: String
    let stateClass: String

    init(_ run: StoredImport, summary: ImportSummary?, isRunningHere: Bool, words: Words) {
        let (code, shape): (String, String)
        switch run.state {
        case .running: (code, shape) = isRunningHere ? ("running", "is-running") : ("interrupted", "is-warning")
        case .failed: (code, shape) = ("failed", "is-late")
        case .done where (summary?.rejected ?? 0) > 0: (code, shape) = ("done-rejects", "is-warning")
        case .done: (code, shape) = ("done", "is-met")
        }
        stateName = words("import.state." + code)
        stateClass = shape
    }
}

/// The page of all imports.
struct ImportOverview: Sendable {
    struct File: Sendable {
        let fileName: String
        let fileHolds: String
        let fileColumns: String
    }

    struct Folder: Sendable {
        let folderName: String
        let folderFiles: String
        let isChosen: Bool
    }

    struct Run: Sendable {
        let runPath: String
        let runID: Int64
        let startedAt: String
        let startedISO: String
        let runSource: String
        let runBy: String
        let state: ImportState
        let read: String
        let inserted: String
        let updated: String
        let unchanged: String
        let rejected: String
    }

    struct Now: Sendable {
        let runningName: String
        let runningPath: String?
        let percent: Int?
        let waiting: [String]
    }

    let problems: FormProblems?
    let files: [File]
    let fileAccept: String
    let folders: [Folder]
    let hasFolders: Bool
    let folderHelp: String
    let folderNone: String
    let source: String
    let sources: [String]
    let now: Now?
    let refused: [String]
    let runs: [Run]
    let hasRuns: Bool

    init(
        runs stored: [StoredImport], summaries: [Int64: ImportSummary], desk: ImportDesk.State, folders: ImportFolders,
        problem: Refusal?, chosen: String,
        source: String, words: Words
    ) {
        problems = problem.map { refusal in
            let target: String
            switch refusal.code {
            case "import.source-missing": target = chosen.isEmpty ? "source" : "folder-source"
            case "import.folder-missing": target = "folder"
            default: target = chosen.isEmpty ? "files" : "folder"
            }
            let text = words.refusal(refusal, programme: nil)
            return FormProblems([.init(problemText: text, problemTarget: target)], words: words)
        }
        files = Importer.columns.map { file, columns in
            File(
                fileName: file,
                fileHolds: words("import.files." + (file.split(separator: ".").first.map(String.init) ?? file)),
                fileColumns: columns.map { $0.isRequired ? $0.name + "*" : $0.name }.joined(separator: ", "))
        }
        fileAccept = ".csv,.jsonl"
        self.folders = folders.choices().map {
            let known = $0.files.isEmpty ? words("import.folder.no-known-files") : $0.files.joined(separator: ", ")
            return Folder(folderName: $0.name, folderFiles: known, isChosen: $0.name == chosen)
        }
        hasFolders = !self.folders.isEmpty
        folderHelp = words("import.folder.help", ["path": ImportFolders.name])
        folderNone = words("import.folder.none", ["path": ImportFolders.name])
        var known: [String] = []
        for run in stored where !known.contains(run.source) { known.append(run.source) }
        sources = known
        self.source = source.isEmpty ? known.first ?? "" : source
        now = desk.running.map { running in
            let waiting = desk.waiting.enumerated().map { offset, name in
                words("import.now.waiting", ["folder": name, "position": String(offset + 1)])
            }
            return Now(
                runningName: running.id.map { words("import.run.title", ["id": String($0)]) } ?? running.name,
                runningPath: running.id.map { "/import/\($0)" },
                percent: running.progress.map { Int($0.fraction * 100) }, waiting: waiting)
        }
        refused = desk.refused.map { name, refusal in
            words("import.failed-before-start", ["folder": name, "reason": words.refusal(refusal, programme: nil)])
        }
        runs = stored.map { run in
            let summary = summaries[run.id]
            func sum(_ part: (ImportSummary.File) -> Int) -> String {
                summary.map { words.number($0.files.values.reduce(0) { $0 + part($1) }) } ?? "–"
            }
            return Run(
                runPath: "/import/\(run.id)", runID: run.id, startedAt: run.startedAt.danish,
                startedISO: run.startedAt.local, runSource: run.source, runBy: run.actor,
                state: ImportState(run, summary: summary, isRunningHere: desk.running?.id == run.id, words: words),
                read: sum(\.read), inserted: sum(\.inserted), updated: sum(\.updated), unchanged: sum(\.unchanged),
                rejected: sum(\.rejected))
        }
        hasRuns = !runs.isEmpty
    }
}

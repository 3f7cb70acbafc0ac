import Exchange
import Foundation

/// The folders of the server that imports use, below the data folder.
struct ImportFolders: Sendable {
    /// Subfolders of it are offered for import.
    let inbox: String
    /// What pages call it: where it lies on the server is nobody's business but the administrator's.
    static let name = "inbox"
    let rejects: String
    private let uploads: String

    /// A folder that may be imported.
    struct Choice: Sendable {
        let name: String
        /// Those of the five files that are in it.
        let files: [String]
    }

    init(dataFolder: String) {
        inbox = dataFolder + "/" + ImportFolders.name
        rejects = dataFolder + "/rejects"
        uploads = dataFolder + "/uploads"
    }

    /// The subfolders of the inbox, by name; hidden ones are not offered.
    func choices() -> [Choice] {
        let manager = FileManager.default
        let names = (try? manager.contentsOfDirectory(atPath: inbox)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().compactMap { name in
            var isFolder: ObjCBool = false
            let path = inbox + "/" + name
            guard manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return nil }
            return Choice(
                name: name, files: Importer.fileNames.filter { manager.fileExists(atPath: path + "/" + $0) })
        }
    }

    /// The path of an offered folder. What is not on the list is not there, whatever it says.
    func path(of name: String) -> String? {
        choices().contains { $0.name == name } ? inbox + "/" + name : nil
    }

    /// A new folder that only this process may read.
    func makeUpload() throws -> String {
        let path = uploads + "/" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    func isUpload(_ path: String) -> Bool { path.hasPrefix(uploads + "/") }

    func remove(upload path: String) {
        guard isUpload(path) else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes what a crash has left behind. Younger folders may belong to another process on the same data.
    func removeForgottenUploads(olderThan seconds: Double = 3600) {
        let manager = FileManager.default
        for name in (try? manager.contentsOfDirectory(atPath: uploads)) ?? [] {
            let path = uploads + "/" + name
            let changed = (try? manager.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            if let changed, changed.timeIntervalSinceNow < -seconds { remove(upload: path) }
        }
    }
}

import Foundation

/// Files that say something about people: read and written by their owner alone, from the first byte on.
public enum PrivateFile {
    /// Makes an empty file, with permissions `0600` whatever the umask says.
    ///
    /// - Returns: false, with `errno` set, where there is something of that name already, or it cannot be made.
    @discardableResult
    public static func make(_ path: String) -> Bool {
        // With O_EXCL a link that somebody has laid there is not followed.
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        fchmod(descriptor, 0o600)
        close(descriptor)
        return true
    }
}

extension KeyRing {
    /// A text of a forum as it is stored; nothing stays nothing.
    func sealedText(_ text: String, for use: Use = .forum) throws -> String {
        text.isEmpty ? "" : try sealed(text, for: use)
    }

    /// - Throws: `CannotOpen`.
    func openedText(_ text: String, for use: Use = .forum) throws -> String {
        text.isEmpty ? "" : try opened(text, for: use)
    }
}

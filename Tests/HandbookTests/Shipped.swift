import Handbook

/// The handbook that comes with the program, read once for all tests.
enum Shipped {
    static let handbook = Result { try Handbook.load() }
}

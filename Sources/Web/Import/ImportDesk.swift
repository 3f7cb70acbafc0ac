import Casework
import Logging

/// Imports started from the pages.
actor ImportDesk {
    init(office: Office, dataFolder: String, logger: Logger) {}
}

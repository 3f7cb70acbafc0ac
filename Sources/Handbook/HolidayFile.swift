public import Prevention

/// holidays.yaml: the days that are no working days, besides Saturdays and Sundays.
public enum HolidayFile {
    /// - Throws: `HandbookProblems`: neither or both of `easter` and `date`, a day that no year has, a bad period.
    public static func read(_ text: String, file: String = "holidays.yaml") throws(HandbookProblems) -> [Holiday] {
        try YAMLReader.read(text, file: file) { reader, root in
            var holidays: [Holiday] = []
            for node in reader.list(root) {
                guard
                    let entry = reader.entry(
                        node, required: ["name", "source", "from"], optional: ["easter", "date", "to"])
                else { continue }
                let day = day(entry, &reader)
                if day == nil { reader.note("one of 'easter: DAYS' and 'date: MM-DD' is needed", at: node) }
                guard let day, let source = reader.text(entry, "source"), let period = reader.period(entry) else {
                    continue
                }
                holidays.append(Holiday(day, source: source, validFrom: period.from, validTo: period.to))
            }
            return holidays
        }
    }

    private static func day(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> Holiday.Day? {
        switch (entry.values["easter"] != nil, entry.values["date"] != nil) {
        case (true, false): return reader.text(entry, "easter").flatMap { Int($0) }.map { .easter($0) }
        case (false, true):
            // Any year will do for finding out whether there is such a day; a leap year has them all.
            guard let date = reader.text(entry, "date"), let day = LocalDate("2000-" + date) else { return nil }
            let (_, month, dayOfMonth) = day.parts
            return .fixed(month: month, day: dayOfMonth)
        default: return nil
        }
    }
}

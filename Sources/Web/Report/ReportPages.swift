enum ReportPages {
    static func add(to routes: RouteTable) {}
}

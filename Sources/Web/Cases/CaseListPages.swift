enum CaseListPages {
    static func add(to routes: RouteTable) {}
}

enum CasePages {
    static func add(to routes: RouteTable) {}
}

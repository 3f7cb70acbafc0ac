enum NewCasePages {
    static func add(to routes: RouteTable) {}
}

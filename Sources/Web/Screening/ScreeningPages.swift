enum ScreeningPages {
    static func add(to routes: RouteTable) {}
}

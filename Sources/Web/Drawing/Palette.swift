/// What a class looks like where `app.css` is not applied: WeasyPrint's PDF and drawings saved to a file.
///
/// Presentation attributes weigh less than any rule of a style sheet, so in the browser the classes decide.
enum Palette {
    /// The attributes of the first class in `classes` that has any.
    static func attributes(of classes: String) -> KeyValuePairs<StaticString, String> {
        for name in classes.split(separator: " ") {
            if let found = attributes(ofClass: name) { return found }
        }
        return [:]
    }

    private static func attributes(ofClass name: Substring) -> KeyValuePairs<StaticString, String>? {
        switch name {
        case "bar-against": return ["fill": "#ffffff", "stroke": "#17557f", "stroke-width": "1.5"]
        case "bar-for": return ["fill": "#7fa3bd", "stroke": "#17557f", "stroke-width": "1.5"]
        case "bar", "point-in": return ["fill": "#17557f"]
        case "bar-previous": return ["fill": "#8d99a6"]
        case "axis": return ["fill": "none", "stroke": "#56616d"]
        case "gridline": return ["fill": "none", "stroke": "#d5dbe1"]
        case "point": return ["fill": "#ffffff", "stroke": "#17557f", "stroke-width": "2"]
        case "halo": return ["fill": "none", "stroke": "#17557f", "stroke-width": "1.5"]
        case "series-line": return ["fill": "none", "stroke": "#17557f", "stroke-width": "2.5"]
        case "series-mark": return ["fill": "#17557f"]
        case "window": return ["fill": "#e3eef6", "stroke": "#7fa3bd", "stroke-dasharray": "5 4"]
        case "node": return ["fill": "#ffffff", "stroke": "#56616d", "stroke-width": "1.5"]
        case "map-ground": return ["fill": "#f2f4f6", "stroke": "#d5dbe1"]
        case "map-main": return ["fill": "#e3eef6", "fill-opacity": "0.6", "stroke": "#17557f", "stroke-width": "2.5"]
        case "map-other": return ["fill": "none", "stroke": "#56616d", "stroke-dasharray": "6 5"]
        case "edge": return ["fill": "none", "stroke": "#56616d", "stroke-width": "1.8"]
        case "label-back": return ["fill": "#ffffff"]
        case "label", "label-quiet", "label-end": return ["fill": "#1b242d"]
        case "label-strong": return ["fill": "#1b242d", "font-weight": "600"]
        case "label-in": return ["fill": "#ffffff", "font-weight": "600"]
        case "label-out": return ["fill": "#17557f", "font-weight": "600"]
        default: return nil
        }
    }
}

package documents

import (
	"reflect"
	"strings"
)

// Member is a member of an object.
type Member struct {
	Name string       // in JSON
	Of   reflect.Type // a pointer where it can be null
	In   reflect.Type // the type that has it, which may be one inside
	Go   string       // the name of the field
}

// Members are those of an object in their order, with those of the types inside it.
func Members(t reflect.Type) (all []Member) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			all = append(all, Members(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all = append(all, Member{name, f.Type, t, f.Name})
	}
	return all
}

// Prints reports whether the command prints documents. path is its name without that of the program: "cards show".
func Prints(path string) bool {
	for _, d := range Table {
		for _, c := range d.Commands {
			if c.Line == path || strings.HasPrefix(c.Line, path+" -") || strings.HasPrefix(c.Line, path+" FILE") {
				return true
			}
		}
	}
	return false
}

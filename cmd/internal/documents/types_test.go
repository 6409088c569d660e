package documents

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// TestTypesKeepTheRules: what a type can print keeps the rules of the page, whatever its values are.
func TestTypesKeepTheRules(t *testing.T) {
	var all []reflect.Type
	for _, d := range append(slices.Clone(Table), OnStderr) {
		if d.Name == "" || d.Version < 1 {
			t.Errorf("%s has no name or no version", d.Type)
		}
		all = append(all, d.Type)
	}
	for i := 0; i < len(all); i++ {
		of, seen := all[i], map[string]reflect.Type{}
		for _, m := range Members(of) {
			where := of.Name() + "." + m.Go
			if !snakeCase.MatchString(m.Name) || seen[m.Name] != nil {
				t.Errorf("%s is called %q, which is no snake_case or there twice", where, m.Name)
			}
			seen[m.Name] = m.Of
			if f, _ := m.In.FieldByName(m.Go); strings.Contains(f.Tag.Get("json"), ",") {
				t.Errorf("%s is left out, or written in another way: %s", where, f.Tag)
			}
			if inside := object(t, where, m.Of); inside != nil && !slices.Contains(all, inside) {
				all = append(all, inside)
			}
		}
		amount, currency := seen["amount"], seen["currency"]
		for name, is := range seen {
			if amountOnly(is) && (name != "amount" || currency == nil || canBeNull(amount) != canBeNull(currency)) {
				t.Errorf("%s.%s is an amount: the row's own money is amount beside currency, any other a Money", of.Name(), name)
			}
		}
	}
	for of := range Vocabularies {
		if of.Kind() != reflect.String || len(Vocabularies[of]) == 0 {
			t.Errorf("%s has no words", of)
		}
	}
}

func amountOnly(of reflect.Type) bool {
	return of == typeOf[Amount]() || of == typeOf[*Amount]()
}

// object is the type of the objects in a value; nil where it has none.
func object(t *testing.T, where string, of reflect.Type) reflect.Type {
	if canBeNull(of) && of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() == reflect.Slice && !canBeNull(of) {
		of = of.Elem()
	}
	switch of.Kind() {
	case reflect.Struct:
		return of
	case reflect.String:
		if forms := []reflect.Type{typeOf[string](), typeOf[Amount](), typeOf[Decimal](), typeOf[Time](), typeOf[Day]()}; !slices.Contains(forms,
			of) && Vocabularies[of] == nil {
			t.Errorf("%s is a %s, whose words nothing says", where, of)
		}
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Interface:
	default:
		if !canBeNull(of) {
			t.Errorf("%s is a %s, which has no form in JSON here", where, of)
		}
	}
	return nil
}

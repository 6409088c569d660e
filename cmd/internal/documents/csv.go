package documents

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
)

// WriteCSV writes documents as rows below a header with the names of their members. Money is its amount and, in a column of its own, its
// currency. What is not known is empty. It takes documents that hold no list and no object but Money.
func WriteCSV[D any](out io.Writer, all []D) error {
	members := Members(reflect.TypeFor[D]())
	w := csv.NewWriter(out)
	var header []string
	for _, m := range members {
		if header = append(header, m.Name); isMoney(m.Of) {
			header = append(header, currencyName(m.Name))
		}
	}
	_ = w.Write(header) // its error comes from the end, too
	for _, d := range all {
		v := reflect.ValueOf(d)
		var row []string
		for _, m := range members {
			f := v.FieldByName(m.Go)
			if isMoney(m.Of) {
				money, _ := f.Interface().(*Money)
				if money == nil {
					money = &Money{}
				}
				row = append(row, csvCell(string(money.Amount)), csvCell(money.Currency))
				continue
			}
			if f.Kind() == reflect.Pointer {
				if f.IsNil() {
					row = append(row, "")
					continue
				}
				f = f.Elem()
			}
			row = append(row, csvCell(fmt.Sprint(f.Interface())))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return w.Error()
}

func isMoney(t reflect.Type) bool { return t == reflect.TypeFor[*Money]() }

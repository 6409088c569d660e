package columns_test

import (
	"strings"
	"testing"

	"cardwallet/cmd/internal/columns"
)

func write(t *testing.T, most int, rows ...[]string) (whole string, before int) {
	t.Helper()
	var b strings.Builder
	w := columns.New(&b, []int{1}, most)
	for _, row := range rows {
		if err := w.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	before = b.Len()
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	return b.String(), before
}

func TestColumnsAreAsWideAsTheirCells(t *testing.T) {
	rows := [][]string{{"NAME", "SUM", ""}, {"Zoë", "1.00", "x"}, {"Anna-Lena", "12.50", ""}}
	want := "NAME         SUM\nZoë         1.00  x\nAnna-Lena  12.50\n"
	for _, most := range []int{0, 3, 100} {
		if got, _ := write(t, most, rows...); got != want {
			t.Errorf("%d kept:\n%s", most, got)
		}
	}
}

// A long table goes out before its end is there. A cell that is wider than those that were looked at makes its column wider from there on.
func TestLongTableGoesOutEarly(t *testing.T) {
	got, before := write(t, 2, []string{"A", "B"}, []string{"a", "1"}, []string{"aaa", "22"}, []string{"a", "3"})
	if want := "A  B\na  1\naaa  22\na     3\n"; got != want || before != len(want) {
		t.Errorf("%d bytes before the end:\n%s", before, got)
	}
}

func TestNoRowsAreNothing(t *testing.T) {
	if got, _ := write(t, 0); got != "" {
		t.Errorf("%q", got)
	}
}

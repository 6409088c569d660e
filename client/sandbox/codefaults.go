package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sealedMembers are those whose text FaultSealed sets.
var sealedMembers = []string{"values", "cardNumber", "cvv", "expireDate", "activateUrl"}

// endsInSealed reports whether the text is a sealed fault up to its end, so that a number there is its value and no count.
func endsInSealed(text string) bool {
	return strings.HasPrefix(text, string(FaultSealed)+"=") && strings.Count(text, ":") == 1
}

// readSealed takes MEMBER:TEXT. TEXT may hold escapes as in Go: \n, \x01.
func (f *Fault) readSealed(value string) {
	f.Member, f.Text, _ = strings.Cut(value, ":")
	if text, err := strconv.Unquote(`"` + f.Text + `"`); err == nil {
		f.Text = text
	}
}

func (f Fault) checkCodes() error {
	switch {
	case f.Kind == FaultSealed && (!slices.Contains(sealedMembers, f.Member) || f.Text == ""):
		return fmt.Errorf("fault sealed for %q\nwrite it as sealed=MEMBER:TEXT, with one of %s", f.Member, strings.Join(sealedMembers, ", "))
	case f.Kind == FaultReplace && (f.Delay <= 0 || f.Delay > time.Hour):
		return fmt.Errorf("fault replace after %s\nwrite it as replace=20s, up to 1h", f.Delay)
	}
	return nil
}

// text is what a sealed member holds in this answer.
func (c *call) text(member, plain string) string {
	for _, f := range c.faults {
		if f.Kind == FaultSealed && f.Member == member {
			return f.Text
		}
	}
	return plain
}

// sealedValue is a code as this answer has it.
func (f *finhub) sealedValue(c *call, o *code) (string, error) {
	value := o.Value
	for _, fault := range c.faults {
		if fault.Kind == FaultReplace && !f.clock.Before(o.At.Add(fault.Delay)) && o.Kind == CodeOTP {
			value = another(value)
		}
	}
	value = c.text("values", value)
	if o.sealed != "" && o.sealedOf == value && !c.has(FaultReseal) {
		return o.sealed, nil
	}
	sealed, err := f.seal(value)
	if err == nil {
		o.sealed, o.sealedOf = sealed, value
	}
	return sealed, err
}

// withSecond has each one-time password twice, as after a person asked for it again: the records differ in their value alone.
func withSecond(codes []*code) []*code {
	var all []*code
	for _, o := range codes {
		all = append(all, o)
		if o.Kind != CodeOTP {
			continue
		}
		if o.second == nil {
			second := *o
			second.Value, second.sealed = another(o.Value), ""
			o.second = &second
		}
		all = append(all, o.second)
	}
	return all
}

// another is a one-time password other than that one.
func another(value string) string {
	n, _ := strconv.Atoi(value) // of digits alone
	return fmt.Sprintf("%06d", (n+111_111)%1_000_000)
}

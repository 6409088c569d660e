package sandbox

import (
	"fmt"
	"strconv"
)

// sealedMembers are those whose text FaultSealed sets.
var sealedMembers = []string{"values", "cardNumber", "cvv", "expireDate", "activateUrl"}

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

package transport

import "cardwallet/client"

// Named turns the records that have an id into what they mean. Its error names the others, and what could not be read.
func Named[W, V any](c *Client, op, kind string, records []Record[W], id func(V) string, means func(Record[W]) V) ([]V, error) {
	return meanings(c, op, kind, records, id, means, false)
}

// Entries is Named for records that count without an id too.
func Entries[W, V any](c *Client, op, kind string, records []Record[W], id func(V) string, means func(Record[W]) V) ([]V, error) {
	return meanings(c, op, kind, records, id, means, true)
}

func meanings[W, V any](
	c *Client, op, kind string, records []Record[W], id func(V) string, means func(Record[W]) V, nameless bool,
) ([]V, error) {
	out := make([]V, 0, len(records))
	odd := client.OddRecords{Profile: c.options.Profile, Op: op}
	for _, r := range records {
		value := means(r)
		name := id(value)
		if !nameless || r.Odd != "" {
			odd.Add(kind, name, r.Place, r.Odd)
		}
		if name != "" || nameless && !r.isNone() {
			out = append(out, value)
		}
	}
	return out, odd.Err()
}

// Odd is the error beside the one record of an answer; nil where it was read whole.
func (c *Client) Odd(op, kind, id string, what client.Unreadable) error {
	odd := client.OddRecords{Profile: c.options.Profile, Op: op}
	odd.Add(kind, id, 1, what)
	return odd.Err()
}

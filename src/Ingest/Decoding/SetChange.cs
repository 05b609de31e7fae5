using System.Text;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>One entry of <c>modify_sets</c>: which members a string set gains and loses.</summary>
static class SetChange
{
    const int Add = 1, Remove = 2;

    public static bool TryRead(
        ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> path, out List<string> added, out List<string> removed)
    {
        path = default;
        added = [];
        removed = [];
        var fields = new ProtoReader(entry);
        while (fields.Next())
        {
            if (fields.IsBytes(1)) path = fields.Bytes;
            else if (fields.IsBytes(2) && !TryReadSet(fields.Bytes, added, removed)) return false;
        }

        return !fields.Failed;
    }

    static bool TryReadSet(ReadOnlySpan<byte> modifySet, List<string> added, List<string> removed)
    {
        var fields = new ProtoReader(modifySet);
        while (fields.Next())
        {
            if (!fields.IsBytes(1)) continue;

            var members = new ProtoReader(fields.Bytes);
            while (members.Next())
                if (members.IsBytes(1) && !TryReadMember(members.Bytes, added, removed)) return false;
            if (members.Failed) return false;
        }

        return !fields.Failed;
    }

    static bool TryReadMember(ReadOnlySpan<byte> member, List<string> added, List<string> removed)
    {
        var name = "";
        var operation = 0;
        var fields = new ProtoReader(member);
        while (fields.Next())
        {
            if (fields.IsBytes(1)) name = Encoding.UTF8.GetString(fields.Bytes);
            else if (fields.IsVarint(2)) operation = (int)fields.Number;
        }

        if (operation == Add) added.Add(name);
        else if (operation == Remove) removed.Add(name);
        return !fields.Failed;
    }
}

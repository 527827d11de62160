using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Wallstreet.Delta.Tests.Reference;

/// <summary>The page that lists every public type of the library with what its comments say.</summary>
internal sealed class ApiPage(Assembly library, Documentation documentation)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static;

    public string Write()
    {
        StringBuilder page = new();
        string name = library.GetName().Name!;
        page.Append("# API of ").Append(name).Append("\n\nEvery public type, by namespace, with what it means and the errors that it "
            + "throws. Written by a test from the comments in the code. How the parts work together: [README of the library](../../src/")
            .Append(name).Append("/README.md).\n");
        foreach (IGrouping<string, Type> space in library.GetExportedTypes()
            .GroupBy(static type => type.Namespace!).OrderBy(static space => space.Key, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(space.Key).Append('\n');
            foreach (Type type in space.OrderBy(Signatures.NameOf, StringComparer.Ordinal))
            {
                WriteType(page, type);
            }
        }

        return page.ToString();
    }

    private void WriteType(StringBuilder page, Type type)
    {
        string id = DocumentationIds.Of(type);
        page.Append("\n### ").Append(Signatures.NameOf(type)).Append("\n*").Append(Signatures.KindOf(type)).Append("* ")
            .Append(documentation.Describe(id)).Append('\n');
        (string Signature, string Text)[] members = [.. FindMembers(type)
            .Select(member => (Signatures.Of(member), TextOf(member)))
            .Select(member => member.Item2 == documentation.Describe(id) ? (member.Item1, "") : member)];
        if (members.Length > 0)
        {
            page.Append("\n| member | |\n|---|---|\n");
            foreach ((string signature, string text) in members)
            {
                page.Append("| `").Append(Cell(signature)).Append("` | ").Append(Cell(text)).Append(" |\n");
            }
        }
    }

    private string TextOf(MemberInfo member)
    {
        string id = DocumentationIds.Of(member);
        return member is ConstructorInfo constructor && documentation.Describe(id).Length == 0
            ? string.Join(' ', constructor.GetParameters()
                .Select(parameter => (parameter.Name, Text: documentation.DescribeParameter(DocumentationIds.Of(constructor.DeclaringType!), parameter.Name!)))
                .Where(static parameter => parameter.Text.Length > 0)
                .Select(static parameter => $"`{parameter.Name}`: {parameter.Text}"))
            : documentation.Describe(id) is { Length: > 0 } text ? text
            : member is MethodInfo method && FindContract(method) is { } contract ? $"As `{contract.Name}` says."
            : "";
    }

    private static IEnumerable<MemberInfo> FindMembers(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static);
        }

        IEnumerable<MemberInfo> constructors = type.GetConstructors().Where(constructor =>
            constructor.GetParameters() is { Length: > 0 } parameters && parameters[0].ParameterType != type);
        IEnumerable<MemberInfo> fields = type.GetFields(Declared).OrderBy(static field => field.Name, StringComparer.Ordinal);
        IEnumerable<MemberInfo> properties = type.GetProperties(Declared).OrderBy(static property => property.Name, StringComparer.Ordinal);
        IEnumerable<MemberInfo> methods = type.GetMethods(Declared)
            .Where(static method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute), false)
                && method.GetBaseDefinition().DeclaringType != typeof(object)
                && method is not { Name: "Equals" or "Deconstruct" or "CompareTo" or "<Clone>$" })
            .OrderBy(static method => method.Name, StringComparer.Ordinal)
            .ThenBy(static method => DocumentationIds.Of(method), StringComparer.Ordinal);
        return constructors.Concat(fields).Concat(properties).Concat(methods);
    }

    /// <summary>The interface of this library that a method is part of.</summary>
    private static Type? FindContract(MethodInfo method) => method.DeclaringType!.IsInterface
        ? null
        : method.DeclaringType.GetInterfaces().Where(contract => contract.Assembly == method.DeclaringType.Assembly)
            .FirstOrDefault(contract => method.DeclaringType.GetInterfaceMap(contract).TargetMethods.Contains(method));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

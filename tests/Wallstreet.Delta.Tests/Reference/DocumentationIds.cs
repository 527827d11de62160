using System.Reflection;

namespace Wallstreet.Delta.Tests.Reference;

/// <summary>What the compiler calls types and members in a documentation file.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/documentation-comments.</remarks>
internal static class DocumentationIds
{
    public static string Of(Type type) => "T:" + NameOf(type);

    public static string Of(MemberInfo member)
    {
        string owner = NameOf(member.DeclaringType!);
        return member switch
        {
            MethodBase method => $"M:{owner}.{method.Name.Replace('.', '#')}{Arity(method)}{Parameters(method.GetParameters())}",
            PropertyInfo property => $"P:{owner}.{property.Name}{Parameters(property.GetIndexParameters())}",
            _ => $"F:{owner}.{member.Name}",
        };
    }

    private static string Arity(MethodBase method) =>
        method.IsGenericMethodDefinition ? $"``{method.GetGenericArguments().Length}" : "";

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0
        ? ""
        : $"({string.Join(',', parameters.Select(static parameter => NameOf(parameter.ParameterType)))})";

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!) + "@";
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        string name = type.IsNested
            ? $"{NameOf(type.DeclaringType!)}.{type.Name}"
            : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? $"{name[..name.LastIndexOf('`')]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}"
            : name;
    }
}

; ModuleID = "direct"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_2x1x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", ptr %"cursor") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 31
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 32
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = load ptr, ptr %"cursor", align 1
  %tile.body.11 = getelementptr i8, ptr %"cursor", i64 8
  %tile.body.12 = load i64, ptr %tile.body.11, align 1
  %tile.body.13 = getelementptr i8, ptr %"cursor", i64 16
  %tile.body.14 = load i64, ptr %tile.body.13, align 1
  %tile.body.15 = getelementptr i8, ptr %tile.body.10, i64 8
  %tile.body.16 = load i64, ptr %tile.body.15, align 1
  %tile.body.17 = getelementptr i8, ptr %tile.body.10, i64 72
  %tile.body.18 = load i64, ptr %tile.body.17, align 1
  %tile.body.19 = add i64 %tile.body.12, 1
  %tile.body.20 = icmp slt i64 %tile.body.16, %tile.body.19
  %tile.body.21 = icmp slt i64 0, %tile.body.18
  %tile.body.22 = and i1 %tile.body.20, %tile.body.21
  %tile.body.23 = select  i1 %tile.body.22, i64 %tile.body.18, i64 0
  %tile.body.24 = getelementptr i8, ptr %tile.body.10, i64 %tile.body.23
  %tile.body.25 = select  i1 %tile.body.22, i64 0, i64 %tile.body.12
  %tile.body.26 = select  i1 %tile.body.22, i64 0, i64 %tile.body.14
  %tile.body.27 = load ptr, ptr %tile.body.24, align 1
  %tile.body.28 = getelementptr i8, ptr %tile.body.24, i64 8
  %tile.body.29 = load i64, ptr %tile.body.28, align 1
  %tile.body.30 = getelementptr i8, ptr %tile.body.24, i64 16
  %tile.body.31 = load i64, ptr %tile.body.30, align 1
  %tile.body.32 = getelementptr i8, ptr %tile.body.24, i64 24
  %tile.body.33 = load i64, ptr %tile.body.32, align 1
  %tile.body.34 = getelementptr i8, ptr %tile.body.24, i64 32
  %tile.body.35 = load i64, ptr %tile.body.34, align 1
  %tile.body.36 = getelementptr i8, ptr %tile.body.24, i64 40
  %tile.body.37 = load i64, ptr %tile.body.36, align 1
  %tile.body.38 = getelementptr i8, ptr %tile.body.24, i64 48
  %tile.body.39 = load i64, ptr %tile.body.38, align 1
  %tile.body.40 = getelementptr i8, ptr %tile.body.24, i64 56
  %tile.body.41 = load i64, ptr %tile.body.40, align 1
  %tile.body.42 = getelementptr i8, ptr %tile.body.24, i64 64
  %tile.body.43 = load i64, ptr %tile.body.42, align 1
  %tile.body.44 = getelementptr i8, ptr %tile.body.24, i64 72
  %tile.body.45 = load i64, ptr %tile.body.44, align 1
  %tile.body.46 = mul i64 %tile.body.26, %tile.body.33
  %tile.body.47 = sub i64 %tile.body.35, %tile.body.46
  %tile.body.48 = icmp slt i64 %tile.body.33, %tile.body.47
  %tile.body.49 = select  i1 %tile.body.48, i64 %tile.body.33, i64 %tile.body.47
  %tile.body.50 = icmp slt i64 %tile.body.25, %tile.body.29
  %tile.body.51 = select  i1 %tile.body.50, i64 %tile.body.49, i64 0
  %tile.body.52 = mul i64 %tile.body.25, %tile.body.39
  %tile.body.53 = mul i64 %tile.body.46, %tile.body.37
  %tile.body.54 = add i64 %tile.body.52, %tile.body.53
  %tile.body.55 = getelementptr i8, ptr %tile.body.27, i64 %tile.body.54
  %tile.body.56 = add i64 %tile.body.26, 1
  %tile.body.57 = icmp eq i64 %tile.body.56, %tile.body.31
  %tile.body.58 = zext i1 %tile.body.57 to i64
  %tile.body.59 = add i64 %tile.body.25, %tile.body.58
  %tile.body.60 = select  i1 %tile.body.57, i64 0, i64 %tile.body.56
  store ptr %tile.body.24, ptr %"cursor", align 1
  %tile.body.61 = getelementptr i8, ptr %"cursor", i64 8
  store i64 %tile.body.59, ptr %tile.body.61, align 1
  %tile.body.62 = getelementptr i8, ptr %"cursor", i64 16
  store i64 %tile.body.60, ptr %tile.body.62, align 1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  %tile.body.63 = icmp slt i64 0, %"n"
  br i1 %tile.body.63, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = icmp slt i64 0, %"p"
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = mul i64 %"n.1", %tile.body.43
  %p.body.2 = mul i64 %"p.1", %tile.body.41
  %p.body.3 = add i64 %p.body.1, %p.body.2
  %p.body.4 = getelementptr i8, ptr %tile.body.55, i64 %p.body.3
  %p.body.5 = icmp slt i64 0, %tile.body.51
  br i1 %p.body.5, label %"line.body", label %"line.done"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.1, label %"n.body", label %"n.done"
line.body:
  %"line" = phi  i64 [0, %"p.body"], [%"line.next", %"line.body"]
  %line.body.1 = mul i64 %"line", %tile.body.37
  %line.body.2 = getelementptr i8, ptr %p.body.4, i64 %line.body.1
  call void @"llvm.prefetch.p0"(ptr %line.body.2, i32 0, i32 2, i32 1)
  %"line.next" = add i64 %"line", 1
  %line.body.3 = icmp slt i64 %"line.next", %tile.body.51
  br i1 %line.body.3, label %"line.body", label %"line.done"
line.done:
  %line.done.1 = mul i64 %"n.1", %"an"
  %line.done.2 = mul i64 %"p.1", %"ap"
  %line.done.3 = add i64 %line.done.1, %line.done.2
  %line.done.4 = getelementptr i8, ptr %tile.body.2, i64 %line.done.3
  store ptr %line.done.4, ptr %entry.2
  %line.done.5 = mul i64 %"n.1", %"bn"
  %line.done.6 = mul i64 %"p.1", %"bp"
  %line.done.7 = add i64 %line.done.5, %line.done.6
  %line.done.8 = getelementptr i8, ptr %tile.body.4, i64 %line.done.7
  store ptr %line.done.8, ptr %entry.3
  %line.done.9 = icmp slt i64 0, %"q"
  br i1 %line.done.9, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [0, %"line.done"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.2
  %q.body.2 = load ptr, ptr %entry.3
  %q.body.3 = load ptr, ptr %entry.3
  %q.body.4 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.5 = load float, ptr %q.body.1, align 1
  %q.body.6 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.5, i32 0
  %q.body.7 = shufflevector <8 x float> %q.body.6, <8 x float> %q.body.6, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.8 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.9 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.7, <8 x float> %q.body.4, <8 x float> %q.body.8)
  store <8 x float> %q.body.9, <8 x float>* %"acc0_0"
  %q.body.10 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.11 = load float, ptr %q.body.10, align 1
  %q.body.12 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.11, i32 0
  %q.body.13 = shufflevector <8 x float> %q.body.12, <8 x float> %q.body.12, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.14 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.13, <8 x float> %q.body.4, <8 x float> %q.body.14)
  store <8 x float> %q.body.15, <8 x float>* %"acc1_0"
  %q.body.16 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.16, ptr %entry.2
  %q.body.17 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.17, ptr %entry.3
  %"q.next" = add i64 %"q.1", 1
  %q.body.18 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.18, label %"q.body", label %"q.done"
q.done:
  %"p.next" = add i64 %"p.1", 1
  %q.done.1 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.1, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.6 = load <8 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <8 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = mul i64 %"task", 64
  %entry.16 = getelementptr i8, ptr %"partial", i64 %entry.15
  %entry.17 = mul i64 %"slot", %"panel_bytes"
  %entry.18 = getelementptr i8, ptr %"panels", i64 %entry.17
  %entry.19 = icmp eq i64 0, 0
  %entry.20 = icmp eq i64 1, 1
  %entry.21 = getelementptr i8, ptr %"x", i64 %"xn"
  %entry.22 = getelementptr i8, ptr %"dy", i64 %"dyn"
  %"cursor" = alloca [23 x i64]
  %entry.23 = ptrtoint [23 x i64]* %"cursor" to i64
  %entry.24 = inttoptr i64 %entry.23 to ptr
  %entry.25 = getelementptr i8, ptr %entry.24, i64 24
  store ptr %entry.25, ptr %entry.24, align 1
  %entry.26 = getelementptr i8, ptr %entry.24, i64 8
  store i64 0, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %entry.24, i64 16
  store i64 0, ptr %entry.27, align 1
  %entry.28 = select  i1 %entry.20, i64 0, i64 1
  store ptr %entry.21, ptr %entry.25, align 1
  %entry.29 = getelementptr i8, ptr %entry.25, i64 8
  store i64 %entry.28, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %entry.25, i64 16
  store i64 1, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %entry.25, i64 24
  store i64 3, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %entry.25, i64 32
  store i64 3, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %entry.25, i64 40
  store i64 64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %entry.25, i64 48
  store i64 0, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %entry.25, i64 56
  store i64 %"xh", ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %entry.25, i64 64
  store i64 %"xn", ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %entry.25, i64 72
  store i64 80, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %entry.25, i64 80
  %entry.39 = select  i1 %entry.20, i64 0, i64 1
  store ptr %entry.22, ptr %entry.38, align 1
  %entry.40 = getelementptr i8, ptr %entry.38, i64 8
  store i64 %entry.39, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %entry.38, i64 16
  store i64 1, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %entry.38, i64 24
  store i64 2, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %entry.38, i64 32
  store i64 2, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %entry.38, i64 40
  store i64 64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %entry.38, i64 48
  store i64 0, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %entry.38, i64 56
  store i64 %"dyp", ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %entry.38, i64 64
  store i64 %"dyn", ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %entry.38, i64 72
  store i64 0, ptr %entry.48, align 1
  %entry.49 = icmp eq i64 0, 0
  %entry.50 = icmp slt i64 0, 1
  %entry.51 = and i1 %entry.49, %entry.50
  %entry.52 = icmp eq i64 0, 0
  %entry.53 = icmp eq i64 0, 0
  call void @"tile_2x1x8_0"(ptr %"dy", ptr %"x", ptr %entry.16, i1 %entry.19, i64 1, i64 0, i64 32, i64 32, i64 1, i64 4, i64 4, i64 %"dyn", i64 %"dyp", i64 %"dyq", i64 %"xn", i64 %"xh", i64 %"xw", ptr %entry.24)
  ret void
}

define void @"finish"(ptr %"args", i64 %"task", i64 %"slot") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = ptrtoint ptr %"old" to i64
  %entry.16 = icmp ne i64 %entry.15, 0
  %entry.17 = mul i64 %"task", 8
  %entry.18 = add i64 %"task", 1
  %entry.19 = mul i64 %entry.18, 8
  %entry.20 = icmp slt i64 %entry.17, %entry.19
  %entry.21 = alloca double
  %entry.22 = alloca double
  %entry.23 = alloca double
  %entry.24 = alloca double
  br i1 %entry.20, label %"row.body", label %"row.done"
row.body:
  %"row" = phi  i64 [%entry.17, %"entry"], [%"row.next", %"k.done.1"]
  %row.body.1 = udiv i64 %"row", 8
  %row.body.2 = urem i64 %"row", 8
  %row.body.3 = mul i64 %row.body.1, 16
  %row.body.4 = add i64 %row.body.3, %row.body.2
  %row.body.5 = mul i64 %"row", 2
  %row.body.6 = icmp slt i64 0, 2
  br i1 %row.body.6, label %"k.body", label %"k.done"
row.done:
  ret void
k.body:
  %"k" = phi  i64 [0, %"row.body"], [%"k.next", %"split.done.endif"]
  %k.body.1 = mul i64 %"k", 8
  %k.body.2 = add i64 %row.body.4, %k.body.1
  %k.body.3 = add i64 %row.body.5, %"k"
  %k.body.4 = mul i64 %k.body.2, 4
  %k.body.5 = getelementptr i8, ptr %"partial", i64 %k.body.4
  %k.body.6 = load float, ptr %k.body.5, align 1
  %k.body.7 = fpext float %k.body.6 to double
  store double %k.body.7, double* %entry.21
  %k.body.8 = icmp slt i64 1, 1
  br i1 %k.body.8, label %"split.body", label %"split.done"
k.done:
  %k.done.1 = icmp slt i64 2, 2
  br i1 %k.done.1, label %"k.body.1", label %"k.done.1"
split.body:
  %"split" = phi  i64 [1, %"k.body"], [%"split.next", %"split.body"]
  %split.body.1 = load double, double* %entry.21
  %split.body.2 = mul i64 %"split", 64
  %split.body.3 = mul i64 %k.body.2, 4
  %split.body.4 = add i64 %split.body.2, %split.body.3
  %split.body.5 = getelementptr i8, ptr %"partial", i64 %split.body.4
  %split.body.6 = load float, ptr %split.body.5, align 1
  %split.body.7 = fpext float %split.body.6 to double
  %split.body.8 = fadd double %split.body.1, %split.body.7
  store double %split.body.8, double* %entry.21
  %"split.next" = add i64 %"split", 1
  %split.body.9 = icmp slt i64 %"split.next", 1
  br i1 %split.body.9, label %"split.body", label %"split.done"
split.done:
  %split.done.1 = load double, double* %entry.21
  store double %split.done.1, double* %entry.22
  br i1 %entry.16, label %"split.done.if", label %"split.done.endif"
split.done.if:
  %split.done.if.1 = mul i64 %k.body.3, 4
  %split.done.if.2 = getelementptr i8, ptr %"old", i64 %split.done.if.1
  %split.done.if.3 = load float, ptr %split.done.if.2, align 1
  %split.done.if.4 = fpext float %split.done.if.3 to double
  %split.done.if.5 = load double, double* %entry.22
  %split.done.if.6 = fadd double %split.done.if.5, %split.done.if.4
  store double %split.done.if.6, double* %entry.22
  br label %"split.done.endif"
split.done.endif:
  %split.done.endif.1 = load double, double* %entry.22
  %split.done.endif.2 = fptrunc double %split.done.endif.1 to float
  %split.done.endif.3 = mul i64 %k.body.3, 4
  %split.done.endif.4 = getelementptr i8, ptr %"out", i64 %split.done.endif.3
  store float %split.done.endif.2, ptr %split.done.endif.4, align 1
  %"k.next" = add i64 %"k", 1
  %split.done.endif.5 = icmp slt i64 %"k.next", 2
  br i1 %split.done.endif.5, label %"k.body", label %"k.done"
k.body.1:
  %"k.1" = phi  i64 [2, %"k.done"], [%"k.next.1", %"split.done.1.endif"]
  %k.body.1.1 = mul i64 %"k.1", 8
  %k.body.1.2 = add i64 %row.body.4, %k.body.1.1
  %k.body.1.3 = add i64 %row.body.5, %"k.1"
  %k.body.1.4 = mul i64 %k.body.1.2, 4
  %k.body.1.5 = getelementptr i8, ptr %"partial", i64 %k.body.1.4
  %k.body.1.6 = load float, ptr %k.body.1.5, align 1
  %k.body.1.7 = fpext float %k.body.1.6 to double
  store double %k.body.1.7, double* %entry.23
  %k.body.1.8 = icmp slt i64 1, 1
  br i1 %k.body.1.8, label %"split.body.1", label %"split.done.1"
k.done.1:
  %"row.next" = add i64 %"row", 1
  %k.done.1.1 = icmp slt i64 %"row.next", %entry.19
  br i1 %k.done.1.1, label %"row.body", label %"row.done"
split.body.1:
  %"split.1" = phi  i64 [1, %"k.body.1"], [%"split.next.1", %"split.body.1"]
  %split.body.1.1 = load double, double* %entry.23
  %split.body.1.2 = mul i64 %"split.1", 64
  %split.body.1.3 = mul i64 %k.body.1.2, 4
  %split.body.1.4 = add i64 %split.body.1.2, %split.body.1.3
  %split.body.1.5 = getelementptr i8, ptr %"partial", i64 %split.body.1.4
  %split.body.1.6 = load float, ptr %split.body.1.5, align 1
  %split.body.1.7 = fpext float %split.body.1.6 to double
  %split.body.1.8 = fadd double %split.body.1.1, %split.body.1.7
  store double %split.body.1.8, double* %entry.23
  %"split.next.1" = add i64 %"split.1", 1
  %split.body.1.9 = icmp slt i64 %"split.next.1", 1
  br i1 %split.body.1.9, label %"split.body.1", label %"split.done.1"
split.done.1:
  %split.done.1.1 = load double, double* %entry.23
  store double %split.done.1.1, double* %entry.24
  br i1 %entry.16, label %"split.done.1.if", label %"split.done.1.endif"
split.done.1.if:
  %split.done.1.if.1 = mul i64 %k.body.1.3, 4
  %split.done.1.if.2 = getelementptr i8, ptr %"old", i64 %split.done.1.if.1
  %split.done.1.if.3 = load float, ptr %split.done.1.if.2, align 1
  %split.done.1.if.4 = fpext float %split.done.1.if.3 to double
  %split.done.1.if.5 = load double, double* %entry.24
  %split.done.1.if.6 = fadd double %split.done.1.if.5, %split.done.1.if.4
  store double %split.done.1.if.6, double* %entry.24
  br label %"split.done.1.endif"
split.done.1.endif:
  %split.done.1.endif.1 = load double, double* %entry.24
  %split.done.1.endif.2 = fptrunc double %split.done.1.endif.1 to float
  %split.done.1.endif.3 = mul i64 %k.body.1.3, 4
  %split.done.1.endif.4 = getelementptr i8, ptr %"out", i64 %split.done.1.endif.3
  store float %split.done.1.endif.2, ptr %split.done.1.endif.4, align 1
  %"k.next.1" = add i64 %"k.1", 1
  %split.done.1.endif.5 = icmp slt i64 %"k.next.1", 2
  br i1 %split.done.1.endif.5, label %"k.body.1", label %"k.done.1"
}

